import type { Finding, Findings } from '#api'
import { bandsChart, type ChartSeries } from '../../charts/index.ts'
import { type Drawing, type FindingsContext, nothingDrawn, type Range, rangeOf, resultOf } from './drawing.ts'
import { projectionSentences } from './projection-sentences.ts'

export interface ProjectedPoint {
  readonly period: string
  readonly expected: number
  readonly band80: Range | null
  readonly band95: Range | null
}

/** What a projection found of one stock. */
export interface ProjectedStock {
  readonly past: readonly { readonly period: string; readonly stock: number }[]
  readonly first: string
  readonly baseline: readonly ProjectedPoint[]
  /** All models, the first one included, in the order of their errors. */
  readonly models: readonly { readonly model: string; readonly periods: readonly ProjectedPoint[] }[]
  readonly bands: readonly {
    readonly horizon: number
    readonly band95: { readonly from: number; readonly held: { readonly inside: number; readonly of: number } } | null
  }[]
  readonly scenario: readonly { readonly expected: number }[] | null
  readonly effect: readonly { readonly period: string; readonly change: number; readonly interval: Range }[] | null
  readonly backTest: readonly { readonly horizon: number; readonly errors: Readonly<Record<string, number>> }[]
  readonly reliability: string
}

/** Where a stock goes, and how such a projection would have done before. */
export function drawProjection(found: Findings, context: FindingsContext): Drawing {
  const { t, figures, description } = context
  const wanted = context.show ?? 'prison'
  const finding = found.findings.find(({ group }) => group['compartment'] === wanted)
  if (finding === undefined) return nothingDrawn
  const stock = resultOf<ProjectedStock>(finding)
  const { past, baseline, scenario } = stock
  const next = baseline.map(({ period, expected, band80, band95 }, at) => ({
    quarter: period,
    expected,
    scenario: scenario?.[at]?.expected ?? null,
    lower80: band80?.lower ?? null,
    upper80: band80?.upper ?? null,
    lower95: band95?.lower ?? null,
    upper95: band95?.upper ?? null,
  }))
  const needs = found.findings.find(({ group }) => group['needs'] !== undefined)
  const asksForReform = ['divert', 'earlier', 'revocations'].some((name) => Number(found.parameters[name] ?? 0) !== 0)
  return {
    series: seriesOfStock(past, next, t),
    spec: bandsChart({
      past: past.map(({ period, stock: value }) => ({ quarter: period, value })),
      next,
      labels: { value: t('persons'), expected: t('projection_expected'), scenario: t('projection_scenario') },
      description,
    }),
    table: tableOf(stock, { t, figures }),
    sentences: [
      ...projectionSentences(stock, asksForReform, { t, figures }),
      ...(needs === undefined ? [] : needsSentences(needs, wanted, context)),
    ],
  }
}

function tableOf(
  { baseline, models, scenario, effect }: ProjectedStock,
  { t, figures }: Pick<FindingsContext, 't' | 'figures'>,
) {
  const others = models.slice(1)
  const band = (range: Range | null) => (range === null ? '–' : rangeOf(range, figures.count))
  return {
    head: [
      t('by_quarter'),
      t('projection_expected'),
      t('projection_band80'),
      t('projection_band'),
      ...(scenario === null ? [] : [t('projection_scenario'), t('projection_change')]),
      ...others.map(({ model }) => t(`projection_model_${model}`)),
    ],
    rows: baseline.map(({ period, expected, band80, band95 }, at) => ({
      cells: [
        period,
        figures.count(expected),
        band(band80),
        band(band95),
        ...(scenario === null
          ? []
          : [figures.count(scenario[at]?.expected ?? 0), rangeOf(effect?.[at]?.interval as Range, figures.difference)]),
        ...others.map(({ periods }) => figures.count(periods[at]?.expected ?? 0)),
      ],
    })),
  }
}

function seriesOfStock(
  past: ProjectedStock['past'],
  next: readonly {
    readonly quarter: string
    readonly expected: number
    readonly scenario: number | null
    readonly lower95: number | null
    readonly upper95: number | null
  }[],
  t: FindingsContext['t'],
): ChartSeries {
  const before = past.map(() => null)
  const after = (values: readonly (number | null)[]) => [...before, ...values]
  const scenario = next.map((row) => row.scenario)
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
      ...(scenario.every((value) => value === null)
        ? []
        : [{ name: t('projection_scenario'), values: after(scenario) }]),
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
