import { type ChartSpec, rowsName } from './chart.ts'
import { categoryAxis, seriesColour, tooltipOf, valueAxis } from './encodings.ts'
import { hollowWhereFew, markLowCounts } from './low-count-marks.ts'
import type { PanelModel } from './panel-model.ts'
import { frame } from './parts.ts'
import { colours, legendHeight } from './theme.ts'

const [frameHeight, rowHeight, withinRow] = [40, 30, 14]
/** Of a name in the legend, which has only the room beside the names of the rows for its columns. */
const longestName = 15

/** Figures by category from left to right as bars, stacked by series; a single series has its intervals as lines. */
export function barsChart(model: PanelModel, description: string): ChartSpec {
  const x = valueAxis(model, { grid: true, orient: 'top' })
  const hasBounds = model.levels.length > 0
  const bar = {
    mark: { type: 'bar', ...(hasBounds ? { height: 12 } : {}) },
    encoding: {
      x,
      color: seriesColour(model, longestName),
      ...(model.series.length > 1 ? { order: { field: 'order', type: 'quantitative' } } : {}),
      tooltip: tooltipOf(model),
    },
  }
  const interval = hasBounds ? [ruleOf(x, { color: { value: colours.text } })] : []
  return rows(model, description, 1, {}, [...markLowCounts(bar, model), ...interval])
}

/** Figures by category as points on their intervals, one below the other for each series. */
export function pointsChart(model: PanelModel, description: string): ChartSpec {
  const x = valueAxis(model, { grid: true, orient: 'top' })
  const names = model.series.map(({ name }) => name)
  const color = seriesColour(model, longestName)
  const encoding =
    names.length === 1 ? { color } : { yOffset: { field: 'series', type: 'nominal', sort: names }, color }
  return rows(model, description, names.length, encoding, [
    ruleOf(x, {}),
    { mark: { type: 'point', filled: true, size: 55, opacity: 1 }, encoding: { x, tooltip: tooltipOf(model) } },
    ...hollowWhereFew({ x }, model),
  ])
}

function ruleOf(x: object, encoding: object) {
  return {
    transform: [{ filter: 'isValid(datum.lower)' }],
    mark: { type: 'rule', strokeWidth: 2 },
    encoding: { ...encoding, x: { ...x, field: 'lower' }, x2: { field: 'upper' } },
  }
}

/** @param marks - below one another in each row */
function rows(
  model: PanelModel,
  description: string,
  marks: number,
  encoding: object,
  layer: readonly object[],
): ChartSpec {
  const { categories, series } = model
  const legend = series.length > 1 ? legendHeight(series, longestName) : 0
  const height = Math.max(1, categories.length) * Math.max(rowHeight, marks * withinRow + 8)
  return {
    ...frame(description, frameHeight + legend + height),
    data: { name: rowsName },
    encoding: { y: categoryAxis(model), ...encoding },
    layer,
  }
}
