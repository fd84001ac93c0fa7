export {
  type BreakMark,
  type Chart,
  type ChartRow,
  type ChartRows,
  chartHeight,
  chartWidth,
  type PeriodGrain,
} from './chart.ts'
export { growthChart } from './growth-chart.ts'
export { type NumberLocale, numberLocales } from './locale.ts'
export { mixChart } from './mix-chart.ts'
export { regionsChart } from './regions-chart.ts'
export { shareChart } from './share-chart.ts'
export { classColours, colours, fontFamily } from './theme.ts'
