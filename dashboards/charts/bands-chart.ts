import type { TopLevelSpec } from 'vega-lite'
import { frame, timeAxis, withDate } from './parts.ts'
import { colours } from './theme.ts'

export interface BandsOptions {
  /** What was published, by quarter. */
  readonly past: readonly { readonly quarter: string; readonly value: number }[]
  readonly next: readonly {
    readonly quarter: string
    readonly expected: number
    readonly scenario: number | null
    /** `null` where the past is too short to tell a band, or where it did not hold. */
    readonly lower80: number | null
    readonly upper80: number | null
    readonly lower95: number | null
    readonly upper95: number | null
  }[]
  readonly labels: { readonly value: string; readonly expected: string; readonly scenario: string }
  readonly description: string
}

/** A stock as published, and where it goes: expected in the bands of 80 and 95 % that are told, and under a scenario. */
export function bandsChart({ past, next, labels, description }: BandsOptions): TopLevelSpec {
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { zero: false },
    axis: { title: labels.value, format: ',d', tickCount: 5 },
  })
  const transform = [withDate('quarter')]
  const band = (level: '80' | '95', opacity: number) => ({
    data: { values: next.filter((row) => row[`lower${level}`] !== null) },
    transform,
    mark: { type: 'area', fill: colours.noncustodial, opacity },
    encoding: { y: y(`lower${level}`), y2: { field: `upper${level}` } },
  })
  const named = (name: string) => ({
    datum: name,
    type: 'nominal',
    scale: { domain: [labels.expected, labels.scenario], range: [colours.noncustodial, colours.custodial] },
  })
  const hasScenario = next.some(({ scenario }) => scenario !== null)
  return {
    ...frame(description, 300),
    encoding: { x: timeAxis },
    layer: [
      { data: { values: past }, transform, mark: { type: 'line', stroke: colours.text }, encoding: { y: y('value') } },
      {
        data: { values: next },
        transform,
        layer: [
          band('95', 0.14),
          band('80', 0.22),
          { mark: { type: 'line' }, encoding: { y: y('expected'), color: named(labels.expected) } },
          ...(hasScenario
            ? [
                {
                  mark: { type: 'line', strokeDash: [5, 3] },
                  encoding: { y: y('scenario'), color: named(labels.scenario) },
                },
              ]
            : []),
          {
            mark: { type: 'point', size: 14, opacity: 0 },
            encoding: {
              y: y('expected'),
              tooltip: [
                { field: 'quarter', type: 'nominal', title: ' ' },
                { field: 'expected', type: 'quantitative', title: labels.expected, format: ',d' },
                { field: 'lower95', type: 'quantitative', title: '95 % ↓', format: ',d' },
                { field: 'upper95', type: 'quantitative', title: '95 % ↑', format: ',d' },
              ],
            },
          },
        ],
      },
    ],
  } as unknown as TopLevelSpec
}
