import type { TwoYears } from '../../boards/years.ts'
import type { LoadedHeadlines } from '../../headlines/load-headlines.ts'
import type { Translate } from '../../texts/messages.ts'

interface HeadlinesListProps {
  readonly said: LoadedHeadlines
  readonly years: TwoYears
  readonly t: Translate
}

/** What changed between two years, or that they cannot be compared. */
export function HeadlinesList({ said: { headlines, notices }, years: { base, year }, t }: HeadlinesListProps) {
  return (
    <>
      {headlines.length === 0 && <p class="notice">{t('no_comparison', { base: String(base), year: String(year) })}</p>}
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
