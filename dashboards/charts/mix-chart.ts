import type { TopLevelSpec } from 'vega-lite'
import type { PeriodGrain } from './chart.ts'
import { frame, periodAxis } from './parts.ts'
import { classColours } from './theme.ts'

export interface MixChartOptions {
  readonly grain: PeriodGrain
  /** Code and name of each class, in the order of the list. */
  readonly classes: readonly { readonly code: string; readonly label: string }[]
  readonly labels: { readonly persons: string; readonly class: string }
  readonly description: string
}

/** Counts by class over time: rows `mix` with the period, `sanction_class`, `persons` and `period_status`. Incomplete periods are pale. */
export function mixChart({ grain, classes, labels, description }: MixChartOptions): TopLevelSpec {
  const spec = {
    ...frame(description, 290),
    data: { name: 'mix' },
    transform: [
      {
        lookup: 'sanction_class',
        from: {
          data: { values: classes.map((known, order) => ({ ...known, order })) },
          key: 'code',
          fields: ['label', 'order'],
        },
      },
    ],
    mark: { type: 'bar' },
    encoding: {
      x: periodAxis(grain),
      y: {
        field: 'persons',
        type: 'quantitative',
        stack: 'zero',
        axis: { title: labels.persons, format: ',d', tickCount: 5 },
      },
      color: {
        field: 'label',
        type: 'nominal',
        sort: classes.map(({ label }) => label),
        scale: {
          domain: classes.map(({ label }) => label),
          range: classes.map(({ code }) => classColours[code] ?? '#000'),
        },
      },
      order: { field: 'order', type: 'quantitative' },
      opacity: { condition: { test: "datum.period_status === 'complete'", value: 1 }, value: 0.45 },
      tooltip: [
        { field: grain, type: 'nominal', title: ' ' },
        { field: 'label', type: 'nominal', title: labels.class },
        { field: 'persons', type: 'quantitative', title: labels.persons, format: ',d' },
      ],
    },
  }
  return spec as unknown as TopLevelSpec
}
