import { type ChartSpec, rowsName } from './chart.ts'
import { seriesColour, tooltipOf, valueAxis } from './encodings.ts'
import { markLowCounts } from './low-count-marks.ts'
import type { PanelModel } from './panel-model.ts'
import { frame, periodAxis } from './parts.ts'

/** Counts over time in bars, stacked by series. Unfinished periods are pale. */
export function stackedChart(model: PanelModel, description: string): ChartSpec {
  const isDivided = model.series.length > 1
  const encoding = {
    x: periodAxis(model),
    y: { ...valueAxis(model), stack: 'zero' },
    color: seriesColour(model),
    ...(isDivided ? { order: { field: 'order', type: 'quantitative' } } : {}),
    opacity: { condition: { test: 'datum.unfinished', value: 0.45 }, value: 1 },
    tooltip: tooltipOf(model),
  }
  return {
    ...frame(description, isDivided ? 290 : undefined),
    data: { name: rowsName },
    layer: markLowCounts({ mark: { type: 'bar' }, encoding }, model),
  }
}
