import { type ChartSpec, rowsName } from './chart.ts'
import { seriesColour, tooltipOf, valueAxis } from './encodings.ts'
import type { PanelModel } from './panel-model.ts'
import { breakMarks, frame, timeAxisOf } from './parts.ts'

/** Figures over time, a line for each series; a single one has its interval as a band. Unfinished periods are hollow and not joined. */
export function linesChart(model: PanelModel, description: string): ChartSpec {
  const [only, ...others] = model.series
  const y = valueAxis(model)
  const color = seriesColour(model)
  const joined = { filter: '!datum.unfinished' }
  const band =
    model.levels.length === 0 || only === undefined || others.length > 0
      ? []
      : [
          {
            transform: [joined],
            mark: { type: 'area', fill: only.colour, opacity: 0.18 },
            encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
          },
        ]
  const point = (filter: string, filled: boolean) => ({
    transform: [{ filter }],
    mark: {
      type: 'point',
      size: model.grain === 'year' ? 46 : 16,
      strokeWidth: 2,
      opacity: 1,
      filled,
      ...(filled ? {} : { fill: '#fff' }),
    },
    encoding: { y, color, tooltip: tooltipOf(model) },
  })
  const lines = {
    data: { name: rowsName },
    encoding: { x: timeAxisOf(model) },
    layer: [
      ...band,
      { transform: [joined], mark: { type: 'line' }, encoding: { y, color } },
      point('!datum.unfinished && !datum.few', true),
      ...(isAnyHollow(model) ? [point('datum.unfinished || datum.few', false)] : []),
    ],
  }
  return { ...frame(description), layer: [...breakMarks(model.laws), lines] }
}

function isAnyHollow({ series }: PanelModel): boolean {
  return series.some(({ points }) => points.some(({ value, unfinished, few }) => value !== null && (unfinished || few)))
}
