import { compile } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import { asVegaLite, chartOf, colourOf, type ModelPoint, type PanelModel, plainPoint } from './index.ts'

const interval = { lower: 0.1, upper: 0.3 }
const point = (value: number, marks: Partial<ModelPoint> = {}): ModelPoint => ({ ...plainPoint(value), ...marks })
const category = (code: string, label = code) => ({ code, label })
const series = (name: string, points: readonly ModelPoint[], place = 0) => ({
  code: name,
  name,
  colour: colourOf(name, place),
  points,
})

const counts: PanelModel = {
  form: 'lines',
  unit: 'count',
  measure: 'Entries',
  source: 'Register of probation',
  grain: 'quarter',
  categories: [category('2024-Q1'), category('2024-Q2')],
  series: [series('Executive', [point(10), point(4, { unfinished: true })])],
  bounds: 'interval',
  levels: [],
  boundsLabel: 'interval',
  laws: [{ on: '2021-12-01', number: 1 }],
}
const two = [series('Executive', [point(10), point(12)]), series('Pre-trial', [point(3), point(4)], 1)]
const regions = [category('KG-C', 'Chui'), category('KG-GB', 'Bishkek')]
const shares: PanelModel = {
  ...counts,
  form: 'points',
  unit: 'share',
  measure: 'Share',
  grain: undefined,
  categories: regions,
  series: [series('Share', [plainPoint(0.2, interval), plainPoint(0.25, interval)])],
  levels: [95],
  laws: [],
}
const [few] = [point(10, { few: true })]
const outlines = {
  areas: {
    'KG-C': [
      [
        [
          [70, 40],
          [70, 41],
          [71, 41],
          [71, 40],
          [70, 40],
        ],
      ],
    ],
  },
  cities: { 'KG-GB': [74, 42] },
  labels: { 'KG-C': [70, 40] },
}

const models: Readonly<Record<string, PanelModel>> = {
  lines: counts,
  band: { ...shares, form: 'lines', grain: 'year', categories: [category('2023'), category('2024')] },
  stacked: { ...counts, form: 'stacked', series: two },
  bars: { ...counts, form: 'bars', grain: undefined, categories: regions, series: two },
  striped: { ...counts, form: 'stacked', series: [series('Executive', [point(10), few])] },
  hollow: { ...shares, series: [series('Share', [point(0.2), { ...plainPoint(0.25, interval), few: true }])] },
  points: shares,
  map: { ...shares, form: 'map' },
  funnel: {
    ...shares,
    form: 'funnel',
    categories: [{ code: 'Chui', label: 'Chui', total: 100 }],
    series: [series('Share', [plainPoint(0.2, interval, { lower: 0.05, upper: 0.4 })])],
    bounds: 'limits',
    levels: [95, 99.8],
    reference: 0.2,
  },
  effects: { ...shares, form: 'bars', unit: 'points' },
  bands: {
    ...counts,
    form: 'bands',
    series: [
      series('Persons', [point(100), plainPoint(null)]),
      series('Expected', [plainPoint(null), plainPoint(101, { lower: 98, upper: 103 }, { lower: 95, upper: 106 })], 1),
      { ...series('With the reform', [plainPoint(null), point(99)], 2), isScenario: true },
    ],
    levels: [80, 95],
  },
}

describe('each kind of chart', () => {
  it.each(Object.entries(models))('compiles to the Vega specification that was looked at: %s', async (name, model) => {
    const words = { name, description: name, language: 'en', total: 'Out of' } as const
    const { spec, rows } = chartOf(model, words, outlines)
    const compiled = JSON.stringify({ ...compile(asVegaLite(spec)).spec, rows }, null, 1)
    await expect(`${compiled}\n`).toMatchFileSnapshot(`golden/${name}.vega.json`)
  })
})
