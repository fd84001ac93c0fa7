import { type ChartSpec, rowsName } from './chart.ts'
import { seriesColour, tooltipOf, valueAxis } from './encodings.ts'
import type { ModelSeries, PanelModel } from './panel-model.ts'
import { frame, timeAxisOf } from './parts.ts'

/** A stock as published, and where it goes: expected in the bands that are told, and under a scenario, which is dashed. */
export function bandsChart(model: PanelModel, description: string): ChartSpec {
  const y = valueAxis(model, { zero: false })
  const band = (level: number, bounds: string, opacity: number) =>
    model.series.filter(hasBounds(level)).map(({ name, colour }) => ({
      transform: [{ filter: { field: 'series', equal: name } }, { filter: `isValid(datum.${bounds}lower)` }],
      mark: { type: 'area', fill: colour, opacity },
      encoding: { y: { ...y, field: `${bounds}lower` }, y2: { field: `${bounds}upper` } },
    }))
  const color = { ...seriesColour(model), legend: { symbolType: 'stroke', symbolStrokeWidth: 2.5 } }
  const lines = model.series.map(({ name, isScenario = false }) => ({
    transform: [{ filter: { field: 'series', equal: name } }, { filter: 'isValid(datum.value)' }],
    mark: { type: 'line', ...(isScenario ? { strokeDash: [5, 3] } : {}) },
    encoding: { y, color },
  }))
  return {
    ...frame(description, 300),
    data: { name: rowsName },
    encoding: { x: timeAxisOf(model) },
    layer: [
      ...band(1, 'outer_', 0.14),
      ...band(0, '', 0.22),
      ...lines,
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'point', size: 14, opacity: 0 },
        encoding: { y, tooltip: tooltipOf(model) },
      },
    ],
  }
}

function hasBounds(level: number) {
  return ({ points }: ModelSeries) => points.some(({ bounds }) => bounds[level] != null)
}
