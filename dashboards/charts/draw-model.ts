import type { Language } from '#jurisdictions'
import { bandsChart } from './bands-chart.ts'
import { barsChart, pointsChart } from './bars-chart.ts'
import type { Chart, ChartSpec } from './chart.ts'
import { funnelChart } from './funnel-chart.ts'
import { linesChart } from './lines-chart.ts'
import { numberLocales } from './locale.ts'
import { type MapShape, mapChart } from './map-chart.ts'
import { modelRows, type PanelModel } from './panel-model.ts'
import { stackedChart } from './stacked-chart.ts'

export interface ChartWords {
  readonly name: string
  readonly description: string
  readonly language: Language
  /** The word for what a share is of. */
  readonly total: string
}

/** The chart of a model. @param map - the outlines for a model whose form is a map */
export function chartOf(model: PanelModel, words: ChartWords, map?: MapShape): Chart {
  const { name, description, language } = words
  return {
    name,
    spec: toVegaSpec(model, words, map),
    rows: modelRows(model),
    description,
    locale: numberLocales[language],
  }
}

function toVegaSpec(model: PanelModel, { description, total }: ChartWords, map: MapShape | undefined): ChartSpec {
  if (model.form === 'funnel') return funnelChart(model, total, description)
  if (model.form === 'map' && map !== undefined) return mapChart(model, map, description)
  return charts[model.form](model, description)
}

/** Without outlines a map is bars. */
const plain = { lines: linesChart, stacked: stackedChart, points: pointsChart, bands: bandsChart }
const charts = { ...plain, map: barsChart, bars: barsChart }
