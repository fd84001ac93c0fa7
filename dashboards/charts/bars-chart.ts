import type { TopLevelSpec } from 'vega-lite'
import { hollowWhereFew, stripedWhereFew } from './few-persons.ts'
import { frame } from './parts.ts'
import { type Shape, tooltipOf, withLabels } from './shape.ts'
import { colouring, colours, legendHeight } from './theme.ts'

const [frameHeight, rowHeight, withinRow] = [40, 30, 14]
/** Of a name in the legend, which has only the room beside the names of the rows for its columns. */
const longestName = 15

/**
 * A figure by the codes of the first dimension, from left to right: counts as bars, stacked by a second dimension; figures
 * with bounds as points on their interval, one below the other for each code of a second dimension or each period.
 */
export function barsChart(shape: Shape, description: string): TopLevelSpec {
  const { data, dimensions, bounds } = shape
  const [rows, parts] = dimensions
  const y = {
    field: `${rows?.name}_label`,
    type: 'nominal',
    sort: rows?.codes.map(({ label }) => label),
    axis: { title: null, labelLimit: 190 },
  }
  const { marks, encoding, layer } = bounds === undefined ? bars(shape) : points(shape, bounds)
  const height = (rows?.codes.length ?? 1) * Math.max(rowHeight, marks * withinRow + 8)
  const legend = parts === undefined ? 0 : legendHeight(parts, longestName)
  return {
    ...frame(description, frameHeight + legend + height),
    data,
    transform: withLabels(dimensions),
    encoding: { y, ...encoding },
    layer,
  } as unknown as TopLevelSpec
}

function valueAxis({ figure }: Shape) {
  return {
    field: figure.name,
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: figure.label, format: figure.format, tickCount: 5, grid: true, orient: 'top' },
  }
}

function bars(shape: Shape) {
  const [, parts] = shape.dimensions
  const colour =
    parts === undefined
      ? { color: { value: colours.noncustodial } }
      : {
          color: { field: `${parts.name}_label`, type: 'nominal', sort: null, ...colouring(parts, longestName) },
          order: { field: `${parts.name}_order`, type: 'quantitative' },
        }
  const mark = { mark: { type: 'bar' }, encoding: { ...colour, x: valueAxis(shape), tooltip: tooltipOf(shape) } }
  return { marks: 1, encoding: {}, layer: stripedWhereFew(mark, shape) }
}

function points(shape: Shape, bounds: NonNullable<Shape['bounds']>) {
  const { time, dimensions } = shape
  const [, within] = dimensions
  const x = valueAxis(shape)
  const field = within === undefined ? time : `${within.name}_label`
  const told =
    within === undefined
      ? { scale: { range: [colours.earlier, colours.noncustodial] } }
      : colouring(within, longestName)
  const sort = within?.codes.map(({ label }) => label)
  const encoding =
    field === undefined
      ? { color: { value: colours.noncustodial } }
      : { yOffset: { field, type: 'nominal', sort }, color: { field, type: 'nominal', sort: null, ...told } }
  return {
    marks: within?.codes.length ?? 1,
    encoding,
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: bounds.lower }, x2: { field: bounds.upper } },
      },
      {
        mark: { type: 'point', filled: true, size: 55 },
        encoding: { x, tooltip: tooltipOf(shape) },
      },
      ...hollowWhereFew({ x }, shape),
    ],
  }
}
