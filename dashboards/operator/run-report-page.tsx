import { OperatorFrame, type OperatorFrameProps } from './operator-frame.tsx'
import { Checks, Deliveries, Late, LeftOut, Missing, Reasons, Refusals } from './run-deliveries.tsx'
import { Changes, Durations, Quality } from './run-effects.tsx'
import type { RunPart } from './run-part.ts'

export interface RunReportPageProps
  extends Omit<OperatorFrameProps, 'title' | 'children' | 'synthetic' | 't'>,
    RunPart {}

/** The report of one run: what came, how every row ended, what was passed, what changed, how long it took. */
export function RunReportPage({ report, figures, registerLabel, labelOf, ...frame }: RunReportPageProps) {
  const { t } = frame
  const part = { report, figures, t, registerLabel, labelOf }
  return (
    <OperatorFrame {...frame} title={t('run_title', { run: startedAt(report.run) })} synthetic={report.synthetic}>
      <h1>{t('run_title', { run: startedAt(report.run) })}</h1>
      <p class={`decision ${report.decision}`}>
        <strong>{t(`decision_${report.decision}`)}</strong>
      </p>
      <p>
        {t('run_served')}: <code>{report.generation ?? t('run_none')}</code>
      </p>
      {report.notes.map((note) => (
        <p key={note}>
          {t(`code_${note}`)} {note === 'STATE_BROKEN' && <code>{report.brokenFile}</code>}
        </p>
      ))}
      <Refusals {...part} />
      <Missing {...part} />
      <Late {...part} />
      <LeftOut {...part} />
      <Deliveries {...part} />
      <Reasons {...part} />
      <Checks {...part} />
      <Changes {...part} />
      <Quality {...part} />
      <Durations {...part} />
      {report.originalsRemoved > 0 && <p>{t('run_originals_removed', { count: report.originalsRemoved })}</p>}
    </OperatorFrame>
  )
}

/** `2026-11-24 02:30` of a run that is named `2026-11-24T02-30-00.000Z`. */
export function startedAt(run: string): string {
  return `${run.slice(0, 10)} ${run.slice(11, 16).replace('-', ':')} UTC`
}
