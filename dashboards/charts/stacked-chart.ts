import type { TopLevelSpec } from 'vega-lite'
import { stripedWhereFew } from './few-persons.ts'
import { frame, periodAxis } from './parts.ts'
import { type Shape, tooltipOf, withLabels } from './shape.ts'
import { colouring, colours } from './theme.ts'

/** Counts over time in bars, stacked by the first dimension. Incomplete periods are pale. */
export function stackedChart(shape: Shape, description: string): TopLevelSpec {
  const { data, time = 'year', dimensions, figure } = shape
  const [parts] = dimensions
  const bars = {
    mark: { type: 'bar' },
    encoding: {
      x: periodAxis(time),
      y: {
        field: figure.name,
        type: 'quantitative',
        stack: 'zero',
        axis: { title: figure.label, format: figure.format, tickCount: 5 },
      },
      color:
        parts === undefined
          ? { value: colours.noncustodial }
          : { field: `${parts.name}_label`, type: 'nominal', ...colouring(parts), sort: null },
      ...(parts === undefined ? {} : { order: { field: `${parts.name}_order`, type: 'quantitative' } }),
      opacity: { condition: { test: "datum.period_status === 'incomplete'", value: 0.45 }, value: 1 },
      tooltip: tooltipOf(shape),
    },
  }
  return {
    ...frame(description, parts === undefined ? undefined : 290),
    data,
    transform: withLabels(dimensions),
    layer: stripedWhereFew(bars, shape),
  } as unknown as TopLevelSpec
}
