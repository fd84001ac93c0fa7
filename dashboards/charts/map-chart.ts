import { type ChartSpec, rowsName } from './chart.ts'
import { formatOf, tooltipOf } from './encodings.ts'
import { markLowCounts } from './low-count-marks.ts'
import type { PanelModel } from './panel-model.ts'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

/** Outlines of regions by code, in degrees; cities as points. */
export interface MapShape {
  readonly areas: Readonly<Record<string, readonly (readonly (readonly (readonly number[])[])[])[]>>
  readonly cities: Readonly<Record<string, readonly number[]>>
  readonly labels: Readonly<Record<string, readonly number[]>>
}

const at = { longitude: { field: 'east', type: 'quantitative' }, latitude: { field: 'north', type: 'quantitative' } }
const outline = { stroke: '#fff', strokeWidth: 1.5 }

/** A figure by region: the darker the higher. Cities are circles, for on their true size nobody could read them. */
export function mapChart(model: PanelModel, map: MapShape, description: string): ChartSpec {
  const features = Object.entries(map.areas).map(([code, coordinates]) => ({
    type: 'Feature',
    properties: { code },
    geometry: { type: 'MultiPolygon', coordinates },
  }))
  const points = Object.entries(map.cities).map(([code, [east, north]]) => ({ code, east, north }))
  const shown = { color: colourOfValue(model), tooltip: tooltipOf(model) }
  const areas = {
    data: { values: features },
    transform: joined('properties.code'),
    mark: { type: 'geoshape', ...outline },
    encoding: shown,
  }
  const cities = {
    data: { values: points },
    transform: joined('code'),
    mark: { type: 'circle', size: 320, opacity: 1, ...outline },
    encoding: { ...at, ...shown },
  }
  return {
    ...frame(description, 250),
    projection: { type: 'mercator' },
    layer: [...markLowCounts(areas, model), ...markLowCounts(cities, model), ...namesOn(map, model)],
  }
}

/** The figures of a shape, by its code. */
function joined(key: string) {
  const fields = ['label', 'value', 'lower', 'upper', 'few']
  return [{ lookup: key, from: { data: { name: rowsName }, key: 'code', fields } }]
}

function colourOfValue(model: PanelModel) {
  return {
    condition: {
      test: 'isValid(datum.value)',
      field: 'value',
      type: 'quantitative',
      scale: { range: ['#DCEBF0', colours.noncustodial], zero: false },
      legend: { title: model.measure, format: formatOf(model), orient: 'bottom', gradientLength: 200, tickCount: 4 },
    },
    value: colours.grid,
  }
}

/** Names above a pale edge; those of cities stand over their circles. */
function namesOn({ labels, cities }: MapShape, { categories }: PanelModel): readonly object[] {
  const names = Object.entries({ ...labels, ...cities }).map(([code, [east, north]]) => ({
    code,
    east,
    north,
    label: categories.find((known) => known.code === code)?.label ?? code,
    isCity: Object.hasOwn(cities, code),
  }))
  const written = (filter: string, placed: object) =>
    [{ stroke: '#fff', strokeWidth: 3, opacity: 0.85 }, { stroke: null }].map((look) => ({
      data: { values: names },
      transform: [{ filter }],
      mark: { type: 'text', fontSize: 10, fill: colours.text, ...placed, ...look },
      encoding: { ...at, text: { field: 'label' } },
    }))
  return [...written('!datum.isCity', { lineBreak: ' ' }), ...written('datum.isCity', { dy: -16 })]
}
