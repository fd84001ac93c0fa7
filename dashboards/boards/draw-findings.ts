import type { TopLevelSpec } from 'vega-lite'
import type { Finding, Findings } from '#api'
import { bandsChart, effectsChart, type FunnelLimit, funnelChart } from '../charts/index.ts'
import type { TableData } from '../pages/panel.tsx'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

/** What a panel shows of what a method found. */
export interface Drawing {
  readonly spec: TopLevelSpec | undefined
  readonly table: Pick<TableData, 'head' | 'rows'>
  /** What the findings allow to say. */
  readonly sentences: readonly string[]
}

export interface FindingsContext {
  readonly t: Translate
  readonly figures: Figures
  readonly description: string
  /** The name of a code of a dimension, or of a dimension without a code. */
  readonly nameOf: (dimension: string, code?: string) => string
}

type Draw = (found: Findings, context: FindingsContext) => Drawing

/** How each method is shown; methods that are not here have no panel. */
export const findingDrawings: Readonly<Record<string, Draw>> = {
  funnel: drawFunnel,
  standardise: drawStandardised,
  decomposition: drawDecomposition,
  substitution: drawSubstitution,
  disparity: drawDisparity,
  interrupted: drawInterrupted,
  projection: drawProjection,
}

/** A result as it came over the API: numbers by name, nested. */
type Result = Readonly<Record<string, never>>

function resultOf<T>({ result }: Finding): T {
  return result as Result as T
}

interface Range {
  readonly lower: number
  readonly upper: number
}

function drawFunnel({ findings, parameters }: Findings, { t, figures, description, nameOf }: FindingsContext): Drawing {
  type Unit = {
    share: number
    total: number
    place: string
    limits95: Range
    limits998: Range
    standsAmongMany: boolean
  }
  const units = findings.map((finding) => {
    const [[dimension = '', code = ''] = []] = Object.entries(finding.group)
    return { label: nameOf(dimension, code), ...resultOf<Unit>(finding) }
  })
  const limits = units
    .flatMap(({ total, limits95, limits998 }): FunnelLimit[] => [
      { total, ...limits95, level: '95' },
      { total, ...limits998, level: '99.8' },
    ])
    .sort((one, other) => one.total - other.total)
  const outside = units.filter(({ standsAmongMany }) => standsAmongMany).map(({ label }) => label)
  return {
    spec: funnelChart({
      units,
      limits,
      overall: Number(parameters['overall']),
      labels: { total: t('denominator'), share: t('share') },
      description,
    }),
    table: {
      head: [t('group'), t('share'), t('denominator'), t('funnel_limits'), t('funnel_place')],
      rows: units.map(({ label, share, total, limits95, place }) => ({
        cells: [
          label,
          figures.percent(share),
          figures.count(total),
          `${figures.percent(limits95.lower)} – ${figures.percent(limits95.upper)}`,
          t(place === 'inside' ? 'funnel_inside' : 'funnel_outside'),
        ],
      })),
    },
    sentences: [outside.length === 0 ? t('funnel_none') : t('funnel_some', { units: outside.join(', ') })],
  }
}

function drawStandardised({ findings }: Findings, { t, figures, description, nameOf }: FindingsContext): Drawing {
  type Unit = { crude: number; adjusted: number; interval: Range; shrunken: number }
  const units = findings.map((finding) => {
    const [[dimension = '', code = ''] = []] = Object.entries(finding.group)
    return { label: nameOf(dimension, code), ...resultOf<Unit>(finding) }
  })
  return {
    spec: effectsChart(
      units.map(({ label, adjusted, interval }) => ({ label, value: adjusted, ...interval })),
      { value: t('standardised'), format: '.0%', description, mark: 'point' },
    ),
    table: {
      head: [t('group'), t('crude'), t('standardised'), t('interval'), t('shrunken')],
      rows: units.map(({ label, crude, adjusted, interval, shrunken }) => ({
        cells: [
          label,
          figures.percent(crude),
          figures.percent(adjusted),
          `${figures.percent(interval.lower)} – ${figures.percent(interval.upper)}`,
          figures.percent(shrunken),
        ],
      })),
    },
    sentences: [],
  }
}

function drawDecomposition(
  { findings, parameters }: Findings,
  { t, figures, description, nameOf }: FindingsContext,
): Drawing {
  type Effect = { effect: number } & Range
  const parts = findings.flatMap((finding) => {
    const { composition, within, from } = finding.group
    if (from !== undefined) return []
    const label =
      composition !== undefined
        ? t('effect_composition', { name: nameOf(composition) })
        : t(within === undefined ? 'effect_total' : 'effect_within')
    return [{ label, ...resultOf<Effect>(finding) }]
  })
  const total = parts.at(-1)
  const years = { from: String(parameters['from']), to: String(parameters['to']) }
  return {
    spec: effectsChart(
      parts.map(({ label, effect, lower, upper }) => ({
        label,
        value: effect * 100,
        lower: lower * 100,
        upper: upper * 100,
      })),
      { value: t('points'), format: '+.1f', description },
    ),
    table: {
      head: [t('effect_part'), t('points'), t('interval')],
      rows: parts.map(({ label, effect, lower, upper }) => ({
        cells: [label, figures.points(effect), `${figures.points(lower)} – ${figures.points(upper)}`],
      })),
    },
    sentences: total === undefined ? [] : [t('effect_sentence', { ...years, change: figures.points(total.effect) })],
  }
}

function drawSubstitution(
  { findings, parameters }: Findings,
  { t, figures, description, nameOf }: FindingsContext,
): Drawing {
  type Estimate = { value: number; interval: Range }
  type Match = { growth: Estimate; replaced: readonly (Estimate & { code: string })[]; added: Estimate }
  const [first] = findings
  if (first === undefined) return { spec: undefined, table: { head: [], rows: [] }, sentences: [] }
  const { growth, replaced, added } = resultOf<Match>(first)
  const parts = [
    ...replaced
      .filter(({ value }) => value > 0)
      .map(({ code, ...one }) => ({ label: t('instead_of', { name: nameOf('', code) }), ...one })),
    { label: t('on_top'), ...added },
  ]
  const years = { from: String(parameters['from']), to: String(parameters['to']) }
  return {
    spec: effectsChart(
      parts.map(({ label, value, interval }) => ({ label, value, ...interval })),
      { value: t('persons'), format: ',d', description },
    ),
    table: {
      head: [t('effect_part'), t('persons'), t('interval')],
      rows: parts.map(({ label, value, interval }) => ({
        cells: [label, figures.count(value), `${figures.count(interval.lower)} – ${figures.count(interval.upper)}`],
      })),
    },
    sentences: [
      t(growth.interval.lower > 0 ? 'substitution_grew' : 'substitution_not', {
        ...years,
        name: nameOf('', String(first.group['grown'])),
        growth: figures.count(growth.value),
        added: figures.count(added.value),
      }),
    ],
  }
}

function drawDisparity({ findings }: Findings, { t, figures, nameOf }: FindingsContext): Drawing {
  type Crude = { shares: readonly { events: number; total: number }[]; difference: number; interval: Range }
  type Within = {
    crude: number
    adjusted: number
    interval: Range
    isReversed: boolean
    homogeneity: { pValue: number }
  }
  const [first, second] = findings
  if (first === undefined || second === undefined)
    return { spec: undefined, table: { head: [], rows: [] }, sentences: [] }
  const [[dimension = '', code = '']] = Object.entries(first.group) as [[string, string]]
  const names = { first: nameOf(dimension, code), second: nameOf(dimension, String(first.group['against'])) }
  const crude = resultOf<Crude>(first)
  const within = resultOf<Within>(second)
  const share = (at: number) => figures.percent((crude.shares[at]?.events ?? 0) / (crude.shares[at]?.total ?? 1))
  return {
    spec: undefined,
    table: {
      head: [t('effect_part'), t('share'), t('interval')],
      rows: [
        { cells: [names.first, share(0), ''] },
        { cells: [names.second, share(1), ''] },
        {
          cells: [
            t('difference_points'),
            figures.points(crude.difference),
            `${figures.points(crude.interval.lower)} – ${figures.points(crude.interval.upper)}`,
          ],
        },
        {
          cells: [
            t('odds_within'),
            figures.ratio(within.adjusted),
            `${figures.ratio(within.interval.lower)} – ${figures.ratio(within.interval.upper)}`,
          ],
        },
      ],
    },
    sentences: [
      t('disparity_sentence', { ...names, one: share(0), other: share(1), odds: figures.ratio(within.adjusted) }),
      ...(within.isReversed ? [t('disparity_reversed')] : []),
      ...(within.homogeneity.pValue < 0.05 ? [t('disparity_uneven')] : []),
    ],
  }
}

function drawInterrupted({ findings, parameters }: Findings, { t, figures, nameOf }: FindingsContext): Drawing {
  type Change = { change: number; interval: Range; verdict: string }
  const rows = findings.map((finding) => {
    const { step, slope } = resultOf<{ step: Change; slope: Change }>(finding)
    const [entry] = Object.entries(finding.group)
    return { label: entry === undefined ? t('total') : nameOf(...entry), step, slope }
  })
  const range = ({ change, interval }: Change) =>
    `${figures.growth(change)} (${figures.growth(interval.lower)} – ${figures.growth(interval.upper)})`
  return {
    spec: undefined,
    table: {
      head: [t('group'), t('interrupted_step'), t('interrupted_slope')],
      rows: rows.map(({ label, step, slope }) => ({ cells: [label, range(step), range(slope)] })),
    },
    sentences: rows.map(({ label, step }) =>
      t('interrupted_sentence', {
        name: label,
        date: figures.date(String(parameters['on'])),
        verdict: step.verdict,
        change: figures.growth(step.change),
        size: figures.size(step.change),
      }),
    ),
  }
}

function drawProjection(found: Findings, context: FindingsContext): Drawing {
  const { t, figures, description } = context
  type Point = { period: string; expected: number; band80: Range; band95: Range }
  type Stock = {
    past: readonly { period: string; stock: number }[]
    baseline: readonly Point[]
    scenario: readonly Point[]
    backTest: readonly { horizon: number; errors: { stockFlow: number; drift: number }; coverage: number }[]
    reliability: string
  }
  const wanted = String(found.parameters['show'] ?? 'prison')
  const finding = found.findings.find(({ group }) => group['compartment'] === wanted)
  if (finding === undefined) return { spec: undefined, table: { head: [], rows: [] }, sentences: [] }
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

function needsSentences(finding: Finding, wanted: string, { t, figures }: FindingsContext): readonly string[] {
  const { places, occupancy, officers, caseload } = resultOf<Partial<Record<string, number>>>(finding)
  if (wanted === 'prison')
    return places === undefined
      ? []
      : [t('projection_places', { places: figures.count(places), occupancy: figures.percent(occupancy ?? 0) })]
  return officers === undefined
    ? []
    : [t('projection_officers', { officers: figures.count(officers), caseload: figures.ratio(caseload ?? 0) })]
}
