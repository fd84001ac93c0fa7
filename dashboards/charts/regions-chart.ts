import type { TopLevelSpec } from 'vega-lite'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

export interface RegionsChartOptions {
  readonly base: number
  readonly year: number
  /** Code and name of each region that has figures, in the order of the list: geographical, not a league table. */
  readonly regions: readonly { readonly code: string; readonly label: string }[]
  readonly labels: { readonly share: string; readonly interval: string }
  readonly description: string
}

const rowHeight = 30

/** Two years of a share by region with intervals: rows `regions` with `year`, `region`, `custodial_share` and its bounds. */
export function regionsChart({ base, year, regions, labels, description }: RegionsChartOptions): TopLevelSpec {
  const x = {
    field: 'custodial_share',
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: labels.share, format: '.0%', tickCount: 5, grid: true },
  } as const
  const colour = {
    field: 'year',
    type: 'nominal',
    scale: { domain: [base, year], range: [colours.earlier, colours.custodial] },
  } as const
  const place = {
    y: {
      field: 'label',
      type: 'nominal',
      sort: regions.map(({ label }) => label),
      axis: { title: null, labelLimit: 190 },
    },
    yOffset: { field: 'year', type: 'nominal', scale: { paddingOuter: 0.6 } },
    color: colour,
  } as const
  const spec = {
    ...frame(description, 60 + rowHeight * regions.length),
    data: { name: 'regions' },
    transform: [
      { filter: `datum.year === ${base} || datum.year === ${year}` },
      { lookup: 'region', from: { data: { values: regions }, key: 'code', fields: ['label'] } },
    ],
    encoding: place,
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: 'custodial_share_lower' }, x2: { field: 'custodial_share_upper' } },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: {
          x,
          tooltip: [
            { field: 'label', type: 'nominal', title: ' ' },
            { field: 'year', type: 'nominal', title: ' ' },
            { field: 'custodial_share', type: 'quantitative', title: labels.share, format: '.1%' },
            { field: 'custodial_share_lower', type: 'quantitative', title: `${labels.interval} ↓`, format: '.1%' },
            { field: 'custodial_share_upper', type: 'quantitative', title: `${labels.interval} ↑`, format: '.1%' },
          ],
        },
      },
    ],
  }
  return spec as unknown as TopLevelSpec
}
