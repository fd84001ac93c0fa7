import type { TopLevelSpec } from 'vega-lite'
import { frame } from './parts.ts'
import { colours } from './theme.ts'

export interface FunnelUnit {
  readonly label: string
  readonly total: number
  readonly share: number
  readonly place: string
}

/** The limits within which a unit of a size lies by chance. */
export interface FunnelLimit {
  readonly total: number
  readonly lower: number
  readonly upper: number
  readonly level: string
}

export interface FunnelOptions {
  readonly units: readonly FunnelUnit[]
  readonly limits: readonly FunnelLimit[]
  readonly overall: number
  readonly labels: { readonly total: string; readonly share: string }
  readonly description: string
}

/** Shares of units by their size, between the limits of chance. */
export function funnelChart({ units, limits, overall, labels, description }: FunnelOptions): TopLevelSpec {
  const x = {
    field: 'total',
    type: 'quantitative',
    scale: { zero: true, nice: true },
    axis: { title: labels.total, format: ',d', tickCount: 5 },
  }
  const y = { type: 'quantitative', scale: { zero: false }, axis: { title: labels.share, format: '.0%', tickCount: 5 } }
  const line = (field: string) => ({
    data: { values: limits },
    mark: { type: 'line', strokeWidth: 1.2 },
    encoding: {
      x,
      y: { ...y, field },
      strokeDash: { field: 'level', type: 'nominal', legend: null },
      color: { value: colours.mark },
    },
  })
  return {
    ...frame(description, 320),
    layer: [
      line('lower'),
      line('upper'),
      {
        data: { values: [{ overall }] },
        mark: { type: 'rule', stroke: colours.mark },
        encoding: { y: { ...y, field: 'overall' } },
      },
      {
        data: { values: units },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          x,
          y: { ...y, field: 'share' },
          color: {
            condition: { test: "datum.place === 'inside'", value: colours.noncustodial },
            value: colours.custodial,
          },
          tooltip: [
            { field: 'label', type: 'nominal', title: ' ' },
            { field: 'share', type: 'quantitative', title: labels.share, format: '.1%' },
            { field: 'total', type: 'quantitative', title: labels.total, format: ',d' },
          ],
        },
      },
      {
        data: { values: units },
        mark: { type: 'text', align: 'left', dx: 6, dy: -6, fontSize: 11, fill: colours.quiet },
        encoding: { x, y: { ...y, field: 'share' }, text: { field: 'label' } },
      },
    ],
  } as unknown as TopLevelSpec
}
