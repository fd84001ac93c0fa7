import type { TopLevelSpec } from 'vega-lite'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

export interface EffectRow {
  readonly label: string
  readonly value: number
  readonly lower: number | null
  readonly upper: number | null
}

export interface EffectsOptions {
  readonly value: string
  readonly format: string
  readonly description: string
  /** Points for what is not measured from nothing. */
  readonly mark?: 'bar' | 'point'
}

/** Parts of a change from top to bottom, with their intervals, on both sides of nothing. */
export function effectsChart(
  rows: readonly EffectRow[],
  { value, format, description, mark = 'bar' }: EffectsOptions,
): TopLevelSpec {
  const x = { type: 'quantitative', axis: { title: value, format, tickCount: 5, grid: true, orient: 'top' } }
  return {
    ...frame(description, 50 + 34 * rows.length),
    data: { values: rows },
    encoding: {
      y: {
        field: 'label',
        type: 'nominal',
        sort: rows.map(({ label }) => label),
        axis: { title: null, labelLimit: 190 },
      },
    },
    layer: [
      {
        mark:
          mark === 'bar'
            ? { type: 'bar', height: 12, fill: colours.noncustodial }
            : { type: 'point', filled: true, size: 60, opacity: 1, fill: colours.noncustodial },
        encoding: {
          x: { ...x, field: 'value' },
          tooltip: [
            { field: 'label', type: 'nominal', title: ' ' },
            { field: 'value', type: 'quantitative', title: value, format },
          ],
        },
      },
      {
        transform: [{ filter: 'isValid(datum.lower)' }],
        mark: { type: 'rule', strokeWidth: 2, stroke: colours.text },
        encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' } },
      },
    ],
  } as unknown as TopLevelSpec
}
