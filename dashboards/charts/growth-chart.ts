import type { TopLevelSpec } from 'vega-lite'
import type { BreakMark, PeriodGrain } from './chart.ts'
import { breakMarks, frame, timeAxis, withDate } from './parts.ts'
import { colours } from './theme.ts'

export interface GrowthChartOptions {
  readonly grain: PeriodGrain
  readonly breaks: readonly BreakMark[]
  readonly labels: { readonly custodial: string; readonly noncustodial: string; readonly persons: string }
  readonly description: string
}

/** Counts over time: rows `custodial` and `noncustodial` with the period, `persons` and `period_status`. Incomplete periods are hollow. */
export function growthChart({ grain, breaks, labels, description }: GrowthChartOptions): TopLevelSpec {
  const colour = {
    datum: '',
    type: 'nominal',
    scale: { domain: [labels.custodial, labels.noncustodial], range: [colours.custodial, colours.noncustodial] },
  } as const
  const y = {
    field: 'persons',
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: labels.persons, format: ',d', tickCount: 5 },
  } as const
  const tooltip = [
    { field: grain, type: 'nominal', title: ' ' },
    { field: 'persons', type: 'quantitative', title: labels.persons, format: ',d' },
  ] as const
  const series = (['custodial', 'noncustodial'] as const).map((name) => ({
    data: { name },
    transform: [withDate(grain)],
    encoding: { x: timeAxis, y, color: { ...colour, datum: labels[name] } },
    layer: [
      { transform: [{ filter: "datum.period_status === 'complete'" }], mark: { type: 'line' } },
      {
        mark: { type: 'point', size: grain === 'year' ? 46 : 16, strokeWidth: 2, opacity: 1 },
        encoding: {
          fill: { condition: { test: "datum.period_status === 'complete'", value: colours[name] }, value: '#fff' },
          tooltip,
        },
      },
    ],
  }))
  return { ...frame(description), layer: [...breakMarks(breaks), ...series] } as unknown as TopLevelSpec
}
