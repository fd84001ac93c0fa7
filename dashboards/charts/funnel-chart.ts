import { type ChartSpec, rowsName } from './chart.ts'
import { tooltipOf, valueAxis } from './encodings.ts'
import type { PanelModel } from './panel-model.ts'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

/** Shares of units by their size, between the limits of chance. @param totalLabel - what the sizes are */
export function funnelChart(model: PanelModel, totalLabel: string, description: string): ChartSpec {
  const x = {
    field: 'total',
    type: 'quantitative',
    scale: { zero: true, nice: true },
    axis: { title: totalLabel, format: ',d', tickCount: 5 },
  }
  const y = valueAxis(model, { zero: false })
  const line = (field: string, strokeDash: readonly number[]) => ({
    mark: { type: 'line', strokeWidth: 1.2, strokeDash, stroke: colours.mark },
    encoding: { x, y: { ...y, field } },
  })
  return {
    ...frame(description, 320),
    data: { name: rowsName },
    layer: [
      ...['lower', 'upper'].map((field) => line(field, [1, 0])),
      ...['outer_lower', 'outer_upper'].map((field) => line(field, [4, 3])),
      {
        mark: { type: 'rule', stroke: colours.mark },
        encoding: { y: { ...y, field: undefined, datum: model.reference } },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          x,
          y,
          color: { condition: { test: 'datum.stands_out', value: colours.custodial }, value: colours.noncustodial },
          tooltip: [...tooltipOf(model), { field: 'total', type: 'quantitative', title: totalLabel, format: ',d' }],
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, dy: -6, fontSize: 11, fill: colours.quiet },
        encoding: { x, y, text: { field: 'label' } },
      },
    ],
  }
}
