import type { Finding, Findings } from '#api'
import { bandsChart, type ChartSeries } from '../../charts/index.ts'
import { type Drawing, type FindingsContext, nothingDrawn, type Range, resultOf } from './drawing.ts'

/** Where a stock goes, and how such a projection would have done before. */
export function drawProjection(found: Findings, context: FindingsContext): Drawing {
  const { t, figures, description } = context
  type Point = { period: string; expected: number; band80: Range; band95: Range }
  type Stock = {
    past: readonly { period: string; stock: number }[]
    baseline: readonly Point[]
    scenario: readonly Point[]
    backTest: readonly { horizon: number; errors: { stockFlow: number; drift: number }; coverage: number }[]
    reliability: string
  }
  const wanted = context.show ?? 'prison'
  const finding = found.findings.find(({ group }) => group['compartment'] === wanted)
  if (finding === undefined) return nothingDrawn
  const { past, baseline, scenario, backTest, reliability } = resultOf<Stock>(finding)
  const differs = scenario.some(({ expected }, at) => expected !== baseline[at]?.expected)
  const next = baseline.map(({ period, expected, band80, band95 }, at) => ({
    quarter: period,
    expected,
    scenario: differs ? (scenario[at]?.expected ?? null) : null,
    lower80: band80.lower,
    upper80: band80.upper,
    lower95: band95.lower,
    upper95: band95.upper,
  }))
  const last = next.at(-1)
  const test = backTest.at(-1)
  const needs = found.findings.find(({ group }) => group['needs'] !== undefined)
  return {
    series: seriesOfStock(past, next, t),
    spec: bandsChart({
      past: past.map(({ period, stock }) => ({ quarter: period, value: stock })),
      next,
      labels: { value: t('persons'), expected: t('projection_expected'), scenario: t('projection_scenario') },
      description,
    }),
    table: {
      head: [
        t('by_quarter'),
        t('projection_expected'),
        t('projection_band'),
        ...(differs ? [t('projection_scenario')] : []),
      ],
      rows: next.map((row) => ({
        cells: [
          row.quarter,
          figures.count(row.expected),
          `${figures.count(row.lower95)} – ${figures.count(row.upper95)}`,
          ...(row.scenario === null ? [] : [figures.count(row.scenario)]),
        ],
      })),
    },
    sentences: [
      t(reliability === 'beats drift' ? 'projection_reliable' : 'projection_not_reliable'),
      ...(test === undefined
        ? []
        : [
            t('projection_test', {
              horizon: test.horizon,
              error: figures.percent(test.errors.stockFlow / 100),
              drift: figures.percent(test.errors.drift / 100),
              coverage: figures.percent(test.coverage),
            }),
          ]),
      ...(differs && last !== undefined && last.scenario !== null
        ? [t('projection_effect', { change: figures.difference(last.scenario - last.expected), period: last.quarter })]
        : []),
      ...(needs === undefined ? [] : needsSentences(needs, wanted, context)),
    ],
  }
}

function seriesOfStock(
  past: readonly { readonly period: string; readonly stock: number }[],
  next: readonly {
    readonly quarter: string
    readonly expected: number
    readonly lower95: number
    readonly upper95: number
  }[],
  t: FindingsContext['t'],
): ChartSeries {
  const before = past.map(() => null)
  const after = (values: readonly number[]) => [...before, ...values]
  return {
    kind: 'lines',
    categories: [...past.map(({ period }) => period), ...next.map(({ quarter }) => quarter)],
    series: [
      { name: t('persons'), values: [...past.map(({ stock }) => stock), ...next.map(() => null)] },
      {
        name: t('projection_expected'),
        values: after(next.map(({ expected }) => expected)),
        lower: after(next.map(({ lower95 }) => lower95)),
        upper: after(next.map(({ upper95 }) => upper95)),
      },
    ],
    unit: 'count',
  }
}

function needsSentences(finding: Finding, wanted: string, context: FindingsContext): readonly string[] {
  const { t, figures } = context
  const { places, occupancy, officers, caseload } = resultOf<Partial<Record<string, number>>>(finding)
  if (wanted === 'prison')
    return places === undefined
      ? []
      : [
          t('projection_places', {
            places: figures.count(places),
            occupancy: figures.percent(occupancy ?? 0),
            year: String(context.places.findLast((stated) => stated.places === places)?.year ?? 'none'),
          }),
        ]
  return officers === undefined
    ? []
    : [t('projection_officers', { officers: figures.count(officers), caseload: figures.ratio(caseload ?? 0) })]
}
