import type { NumberedChange } from '../../panels/changes.ts'
import type { FigureWriter } from '../../texts/figures.ts'
import type { Translate } from '../../texts/messages.ts'

interface LawChangesProps {
  readonly changes: readonly NumberedChange[]
  readonly t: Translate
  readonly figures: FigureWriter
}

/** Changes of law and amnesties as a list. */
export function LawChanges({ changes, t, figures }: LawChangesProps) {
  if (changes.length === 0) return null
  return (
    <>
      <h2>{t('law_changes')}</h2>
      <ol>
        {changes.map(({ code, on, title, status, breaksSeries }) => (
          <li key={code}>
            {figures.date(on)}: {title}
            {breaksSeries && `, ${t('interrupts_series')}`}
            {status === 'sample' && ` (${t('to_be_confirmed')})`}
          </li>
        ))}
      </ol>
    </>
  )
}
