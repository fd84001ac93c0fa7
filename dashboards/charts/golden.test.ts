import { compile, type TopLevelSpec } from 'vega-lite'
import { describe, expect, it } from 'vitest'
import {
  bandsChart,
  barsChart,
  effectsChart,
  funnelChart,
  linesChart,
  mapChart,
  type Shape,
  stackedChart,
} from './index.ts'

const region = {
  name: 'region',
  label: 'Region',
  codes: [
    { code: 'KG-C', label: 'Chui' },
    { code: 'KG-GB', label: 'Bishkek' },
  ],
}
const kind = { ...region, name: 'kind', label: 'Kind', codes: [{ code: 'executive', label: 'Executive' }] }
const counts: Shape = {
  data: { name: 'rows' },
  time: 'quarter',
  dimensions: [kind],
  figure: { name: 'entries', label: 'Entries', format: ',d' },
}
const shares: Shape = {
  ...counts,
  time: undefined,
  dimensions: [region],
  figure: { name: 'share', label: 'Share', format: ',.0%' },
  bounds: { lower: 'share_lower', upper: 'share_upper', label: 'interval' },
}
const square = [
  [
    [70, 40],
    [70, 41],
    [71, 41],
    [71, 40],
    [70, 40],
  ],
]
const specs: Readonly<Record<string, TopLevelSpec>> = {
  lines: linesChart({ ...counts, hasUnsure: true }, [{ on: '2021-12-01', number: 1 }], 'lines'),
  band: linesChart({ ...shares, time: 'year', dimensions: [] }, [], 'a line in its band'),
  stacked: stackedChart(counts, 'stacked bars'),
  bars: barsChart({ ...counts, time: undefined, dimensions: [region, kind] }, 'bars'),
  striped: stackedChart({ ...counts, hasFew: true }, 'stacked bars, some of few persons'),
  hollow: barsChart({ ...shares, hasFew: true }, 'points, some of few persons'),
  points: barsChart(shares, 'points on their intervals'),
  map: mapChart(
    shares,
    { areas: { 'KG-C': [square] }, cities: { 'KG-GB': [74, 42] }, labels: { 'KG-C': [70, 40] } },
    'a map',
  ),
  funnel: funnelChart({
    units: [{ label: 'Chui', total: 100, share: 0.2, place: 'inside' }],
    limits: [{ total: 100, lower: 0.1, upper: 0.3, level: '95' }],
    overall: 0.2,
    labels: { total: 'Out of', share: 'Share' },
    description: 'a funnel',
  }),
  effects: effectsChart([{ label: 'Composition', value: -1, lower: -2, upper: 0 }], {
    value: 'Points',
    format: '+.1f',
    description: 'effects',
  }),
  bands: bandsChart({
    past: [{ quarter: '2024-Q1', value: 100 }],
    next: [{ quarter: '2024-Q2', expected: 101, scenario: 99, lower80: 98, upper80: 103, lower95: 95, upper95: 106 }],
    labels: { value: 'Persons', expected: 'Expected', scenario: 'With the reform' },
    description: 'bands',
  }),
}

describe('each kind of chart', () => {
  it.each(Object.entries(specs))('compiles to the Vega specification that was looked at: %s', async (name, spec) => {
    const compiled = JSON.stringify(compile(spec).spec, null, 1)
    await expect(`${compiled}\n`).toMatchFileSnapshot(`golden/${name}.vega.json`)
  })
})
