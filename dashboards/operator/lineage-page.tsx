import type { FoundLineage } from '#api'
import type { Refusal } from '#foundation'
import { refusalWords } from '../texts/refusal-words.ts'
import { LineageFigures, type LineageFiguresProps } from './lineage-figures.tsx'
import { LineageForm, type LineageFormProps } from './lineage-form.tsx'
import { OperatorFrame, type OperatorFrameProps } from './operator-frame.tsx'

export interface LineagePageProps
  extends Omit<OperatorFrameProps, 'title' | 'section' | 'children'>,
    LineageFormProps,
    Omit<LineageFiguresProps, 'found'> {
  readonly found?: FoundLineage | undefined
  /** Why there is no answer. */
  readonly refused?: Refusal | undefined
}

/** From exact figures to the deliveries behind them: what is asked, and the answer. */
export function LineagePage({ found, refused, ...page }: LineagePageProps) {
  const { t, language, dataset, mayReadRuns } = page
  return (
    <OperatorFrame {...page} title={t('lineage_title')} section={t('lineage_title')}>
      <h1>{t('lineage_title')}</h1>
      <p>{t('lineage_about')}</p>
      <LineageForm {...page} />
      {refused !== undefined && (
        <p class="notice" role="status">
          {t('lineage_refused', { why: refusalWords(refused, dataset, { t, language }) })}
        </p>
      )}
      {found !== undefined && <LineageFigures found={found} {...page} />}
      {found !== undefined && <p>{t('lineage_then')}</p>}
      {mayReadRuns && (
        <p>
          <a href={`/${language}/runs`}>{t('runs_title')}</a>
        </p>
      )}
    </OperatorFrame>
  )
}
