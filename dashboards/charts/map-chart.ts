import { type ChartSpec, rowsName } from './chart.ts'
import { formatOf, tooltipOf } from './encodings.ts'
import { stripedWhereFew } from './few-people.ts'
import type { PanelModel } from './panel-model.ts'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

/** Outlines of regions by code, in degrees; cities as points. */
export interface MapShape {
  readonly areas: Readonly<Record<string, readonly (readonly (readonly (readonly number[])[])[])[]>>
  readonly cities: Readonly<Record<string, readonly number[]>>
  readonly labels: Readonly<Record<string, readonly number[]>>
}

/** A figure by region: the darker the higher. Cities are circles, for on their true size nobody could read them. */
export function mapChart(model: PanelModel, { areas, cities, labels }: MapShape, description: string): ChartSpec {
  const joined = (key: string) => [
    {
      lookup: key,
      from: { data: { name: rowsName }, key: 'code', fields: ['label', 'value', 'lower', 'upper', 'few'] },
    },
  ]
  const colour = {
    condition: {
      test: 'isValid(datum.value)',
      field: 'value',
      type: 'quantitative',
      scale: { range: ['#DCEBF0', colours.noncustodial], zero: false },
      legend: { title: model.measure, format: formatOf(model), orient: 'bottom', gradientLength: 200, tickCount: 4 },
    },
    value: colours.grid,
  }
  const tooltip = tooltipOf(model)
  const features = Object.entries(areas).map(([code, coordinates]) => ({
    type: 'Feature',
    properties: { code },
    geometry: { type: 'MultiPolygon', coordinates },
  }))
  const points = Object.entries(cities).map(([code, [east, north]]) => ({ code, east, north }))
  const names = Object.entries({ ...labels, ...cities }).map(([code, [east, north]]) => ({
    code,
    east,
    north,
    label: model.categories.find((known) => known.code === code)?.label ?? code,
    isCity: Object.hasOwn(cities, code),
  }))
  const at = { longitude: { field: 'east', type: 'quantitative' }, latitude: { field: 'north', type: 'quantitative' } }
  const mark = { stroke: '#fff', strokeWidth: 1.5 }
  const name = (filter: string, placed: object) =>
    [{ stroke: '#fff', strokeWidth: 3, opacity: 0.85 }, { stroke: null }].map((look) => ({
      data: { values: names },
      transform: [{ filter }],
      mark: { type: 'text', fontSize: 10, fill: colours.text, ...placed, ...look },
      encoding: { ...at, text: { field: 'label' } },
    }))
  return {
    ...frame(description, 250),
    projection: { type: 'mercator' },
    layer: [
      ...stripedWhereFew(
        {
          data: { values: features },
          transform: joined('properties.code'),
          mark: { type: 'geoshape', ...mark },
          encoding: { color: colour, tooltip },
        },
        model,
      ),
      ...stripedWhereFew(
        {
          data: { values: points },
          transform: joined('code'),
          mark: { type: 'circle', size: 320, opacity: 1, ...mark },
          encoding: { ...at, color: colour, tooltip },
        },
        model,
      ),
      ...name('!datum.isCity', { lineBreak: ' ' }),
      ...name('datum.isCity', { dy: -16 }),
    ],
  }
}
