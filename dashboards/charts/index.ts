export { bandsChart } from './bands-chart.ts'
export { barsChart } from './bars-chart.ts'
export {
  type BreakMark,
  type Chart,
  type ChartRow,
  type ChartRows,
  chartHeight,
  chartWidth,
  type PeriodGrain,
} from './chart.ts'
export { effectsChart } from './effects-chart.ts'
export { stripes, stripesDefinition } from './few-persons.ts'
export { type FunnelLimit, funnelChart } from './funnel-chart.ts'
export { growthChart } from './growth-chart.ts'
export { linesChart } from './lines-chart.ts'
export { type NumberLocale, numberLocales } from './locale.ts'
export { type MapShape, mapChart } from './map-chart.ts'
export { mixChart } from './mix-chart.ts'
export { regionsChart } from './regions-chart.ts'
export type { ChartSeries } from './series.ts'
export type { CodeName, Shape, ShapeDimension } from './shape.ts'
export { shareChart } from './share-chart.ts'
export { stackedChart } from './stacked-chart.ts'
export { classColours, colours, fontFamily, seriesColours } from './theme.ts'
