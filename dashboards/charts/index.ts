export {
  asVegaLite,
  type BreakMark,
  type Chart,
  type ChartRow,
  type ChartSpec,
  chartHeight,
  chartWidth,
  type PeriodGrain,
  rowsName,
} from './chart.ts'
export { type ChartWords, chartOf } from './draw-model.ts'
export { type NumberLocale, numberLocales } from './locale.ts'
export { stripes, stripesDefinition } from './low-count-marks.ts'
export type { MapShape } from './map-chart.ts'
export {
  type Bounds,
  type FigureUnit,
  type ModelPoint,
  type ModelSeries,
  modelRows,
  needsDecimals,
  type PanelForm,
  type PanelModel,
  plainPoint,
} from './panel-model.ts'
export { classColours, colourOf, colours, fontFamily } from './theme.ts'
