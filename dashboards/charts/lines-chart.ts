import type { TopLevelSpec } from 'vega-lite'
import type { BreakMark } from './chart.ts'
import { breakMarks, frame, timeAxis, withDate } from './parts.ts'
import { type Shape, tooltipOf, withLabels } from './shape.ts'
import { colouring, colours } from './theme.ts'

/** A figure over time, a line for each code of the first dimension; a single line has its interval as a band. */
export function linesChart(shape: Shape, breaks: readonly BreakMark[], description: string): TopLevelSpec {
  const { data, time = 'year', dimensions, figure, bounds, hasUnsure = false } = shape
  const [series] = dimensions
  const complete = { filter: "datum.period_status !== 'incomplete'" }
  const y = {
    field: figure.name,
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: figure.label, format: figure.format, tickCount: 5 },
  }
  const colour =
    series === undefined
      ? { value: colours.noncustodial }
      : { field: `${series.name}_label`, type: 'nominal', ...colouring(series), sort: null }
  const band =
    bounds === undefined || series !== undefined
      ? []
      : [
          {
            transform: [complete],
            mark: { type: 'area', fill: colours.noncustodial, opacity: 0.18 },
            encoding: { y: { ...y, field: bounds.lower }, y2: { field: bounds.upper } },
          },
        ]
  /** Hollow for what is incomplete or rests on few persons. */
  const point = (filter: string, filled: boolean) => ({
    transform: [{ filter }],
    mark: {
      type: 'point',
      size: time === 'year' ? 46 : 14,
      strokeWidth: 2,
      opacity: 1,
      filled,
      fill: filled ? undefined : '#fff',
    },
    encoding: { y, color: colour, tooltip: tooltipOf(shape) },
  })
  const lines = {
    data,
    transform: [withDate(time), ...withLabels(dimensions)],
    encoding: { x: timeAxis },
    layer: [
      ...band,
      { transform: [complete], mark: { type: 'line' }, encoding: { y, color: colour } },
      point("datum.period_status !== 'incomplete' && datum.reliability !== 'unreliable'", true),
      ...(hasUnsure
        ? [point("datum.period_status === 'incomplete' || datum.reliability === 'unreliable'", false)]
        : []),
    ],
  }
  return { ...frame(description), layer: [...breakMarks(breaks), lines] } as unknown as TopLevelSpec
}
