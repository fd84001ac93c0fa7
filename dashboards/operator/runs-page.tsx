import type { RunReport } from '#warehouse'
import { OperatorFrame, type OperatorFrameProps } from './operator-frame.tsx'
import { startedAt } from './run-report-page.tsx'

export type RunSummary = Pick<RunReport, 'run' | 'decision' | 'synthetic'> & { readonly deliveries: number }

interface RunsPageProps extends Omit<OperatorFrameProps, 'title' | 'children' | 'synthetic'> {
  readonly runs: readonly RunSummary[]
}

/** The history of runs: each leads to its report. */
export function RunsPage({ runs, ...frame }: RunsPageProps) {
  const { t, language } = frame
  return (
    <OperatorFrame {...frame} title={t('runs_title')} synthetic={runs.some(({ synthetic }) => synthetic)}>
      <h1>{t('runs_title')}</h1>
      <ul>
        {runs.map(({ run, decision, deliveries }) => (
          <li key={run}>
            <a href={`/${language}/runs/${run}`}>{startedAt(run)}</a> {t(`decision_${decision}`)} ({t('run_deliveries')}
            : {deliveries})
          </li>
        ))}
      </ul>
      {runs.length === 0 && <p>{t('run_none')}</p>}
      <p>
        <a href={`/${language}/lineage`}>{t('lineage_title')}</a>
      </p>
    </OperatorFrame>
  )
}
