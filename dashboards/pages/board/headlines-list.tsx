import { type Calendar, periodLabel } from '#warehouse'
import type { TwoYears } from '../../boards/years.ts'
import type { LoadedHeadlines } from '../../headlines/load-headlines.ts'
import type { Translate } from '../../texts/messages.ts'

interface HeadlinesListProps {
  readonly said: LoadedHeadlines
  readonly years: TwoYears
  readonly calendar: Calendar
  readonly t: Translate
}

/** What changed between two years, or that they cannot be compared. */
export function HeadlinesList({ said: { headlines, notices }, years, calendar, t }: HeadlinesListProps) {
  const labelOf = (year: number) => periodLabel(String(year), calendar)
  return (
    <>
      {headlines.length === 0 && (
        <p class="notice">{t('no_comparison', { base: labelOf(years.base), year: labelOf(years.year) })}</p>
      )}
      <ul class="headlines" hidden={headlines.length === 0}>
        {headlines.map(({ name, figure, sentence, detail }) => (
          <li key={name} class={name}>
            <strong class="figure">{figure}</strong>
            <p class="sentence">{sentence}</p>
            <p class="detail">{detail}</p>
          </li>
        ))}
      </ul>
      {notices.map((notice) => (
        <p key={notice} class="notice">
          {notice}
        </p>
      ))}
    </>
  )
}
