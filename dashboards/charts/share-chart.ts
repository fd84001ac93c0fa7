import type { TopLevelSpec } from 'vega-lite'
import type { BreakMark, PeriodGrain } from './chart.ts'
import { breakMarks, frame, timeAxis, withDate } from './parts.ts'
import { colours } from './theme.ts'

export interface ShareChartOptions {
  readonly grain: PeriodGrain
  readonly breaks: readonly BreakMark[]
  readonly labels: { readonly share: string; readonly interval: string }
  readonly description: string
}

/** A share over time with its interval: rows `share` with the period, `custodial_share`, its bounds and `period_status`. */
export function shareChart({ grain, breaks, labels, description }: ShareChartOptions): TopLevelSpec {
  const complete = { filter: "datum.period_status === 'complete'" }
  const y = {
    field: 'custodial_share',
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: labels.share, format: '.0%', tickCount: 5 },
  } as const
  const tooltip = [
    { field: grain, type: 'nominal', title: ' ' },
    { field: 'custodial_share', type: 'quantitative', title: labels.share, format: '.1%' },
    { field: 'custodial_share_lower', type: 'quantitative', title: `${labels.interval} ↓`, format: '.1%' },
    { field: 'custodial_share_upper', type: 'quantitative', title: `${labels.interval} ↑`, format: '.1%' },
  ] as const
  const series = {
    data: { name: 'share' },
    transform: [withDate(grain)],
    encoding: { x: timeAxis },
    layer: [
      {
        transform: [complete],
        mark: { type: 'area', fill: colours.custodial, opacity: 0.18 },
        encoding: { y: { ...y, field: 'custodial_share_lower' }, y2: { field: 'custodial_share_upper' } },
      },
      { transform: [complete], mark: { type: 'line', stroke: colours.custodial }, encoding: { y } },
      {
        mark: {
          type: 'point',
          size: grain === 'year' ? 46 : 16,
          strokeWidth: 2,
          opacity: 1,
          stroke: colours.custodial,
        },
        encoding: {
          y,
          fill: { condition: { test: "datum.period_status === 'complete'", value: colours.custodial }, value: '#fff' },
          tooltip,
        },
      },
    ],
  }
  return { ...frame(description), layer: [...breakMarks(breaks), series] } as unknown as TopLevelSpec
}
