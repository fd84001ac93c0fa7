import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { type Drawing, type FindingsContext, groupName, resultOf } from './drawing.ts'

/** What series did at an event. */
export function drawInterrupted({ findings, parameters }: MethodFindings, context: FindingsContext): Drawing {
  const { t, figures } = context
  type Change = { change: number; interval: Interval; verdict: string }
  const rows = findings.map((finding) => {
    const { step, slope } = resultOf<{ step: Change; slope: Change | null }>(finding)
    return { label: groupName(finding, context), step, slope }
  })
  const range = (one: Change | null) => (one === null ? '' : rangeOfChange(one))
  const rangeOfChange = ({ change, interval }: Change) =>
    `${figures.growth(change)} (${figures.growth(interval.lower)} – ${figures.growth(interval.upper)})`
  return {
    table: {
      head: [t('group'), t('interrupted_step'), t('interrupted_slope')],
      rows: rows.map(({ label, step, slope }) => ({ cells: [label, range(step), range(slope)] })),
    },
    sentences: rows.map(({ label, step }) =>
      t('interrupted_sentence', {
        name: label,
        date: figures.date(String(parameters['on'])),
        verdict: step.verdict,
        change: figures.growth(step.change),
        size: figures.size(step.change),
      }),
    ),
  }
}
