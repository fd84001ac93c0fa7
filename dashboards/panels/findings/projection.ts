import type { MethodFinding, MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { colours, type PanelModel, plainPoint } from '../../charts/index.ts'
import { type Drawing, type FindingsContext, nothingDrawn, rangeInWords, resultOf } from './drawing.ts'
import type { ProjectedStock } from './projected-stock.ts'
import { projectionSentences } from './projection-sentences.ts'

/** Where a stock goes, and how such a projection would have done before. */
export function drawProjection(found: MethodFindings, context: FindingsContext): Drawing {
  const wanted = context.show ?? 'prison'
  const finding = found.findings.find(({ group }) => group['compartment'] === wanted)
  if (finding === undefined) return nothingDrawn
  const stock = resultOf<ProjectedStock>(finding)
  const needs = found.findings.find(({ group }) => group['needs'] !== undefined)
  const asksForReform = ['divert', 'earlier', 'revocations'].some((name) => Number(found.parameters[name] ?? 0) !== 0)
  return {
    model: modelOfStock(stock, context),
    table: tableOf(stock, context),
    sentences: [
      ...projectionSentences(stock, asksForReform, context),
      ...(needs === undefined ? [] : needsSentences(needs, wanted, context)),
    ],
  }
}

function tableOf(
  { baseline, models, scenario, effect }: ProjectedStock,
  { t, figures, labelOf }: Pick<FindingsContext, 't' | 'figures' | 'labelOf'>,
) {
  const others = models.slice(1)
  const band = (range: Interval | null) => (range === null ? '–' : rangeInWords(range, figures.count))
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
        labelOf(period),
        figures.count(expected),
        band(band80),
        band(band95),
        ...(scenario === null
          ? []
          : [
              figures.count(scenario[at]?.expected ?? 0),
              rangeInWords(effect?.[at]?.interval as Interval, figures.difference),
            ]),
        ...others.map(({ periods }) => figures.count(periods[at]?.expected ?? 0)),
      ],
    })),
  }
}

/** The past, what is expected with the bands that are told, and the scenario, on one axis of quarters. */
function modelOfStock(
  { past, baseline, scenario }: ProjectedStock,
  { t, labelOf }: Pick<FindingsContext, 't' | 'labelOf'>,
): Omit<PanelModel, 'source'> {
  const periods = [...past, ...baseline].map(({ period }) => period)
  const none = plainPoint(null)
  const [before, after] = [past.map(() => none), baseline.map(() => none)]
  const expected = baseline.map((point) => plainPoint(point.expected, point.band80, point.band95))
  const reform = (scenario ?? []).map((point) => plainPoint(point.expected))
  const series = [
    { name: t('persons'), colour: colours.text, points: [...past.map(({ stock }) => plainPoint(stock)), ...after] },
    { name: t('projection_expected'), colour: colours.noncustodial, points: [...before, ...expected] },
    { name: t('projection_scenario'), colour: colours.custodial, isScenario: true, points: [...before, ...reform] },
  ]
  return {
    form: 'bands',
    unit: 'count',
    measure: t('persons'),
    grain: 'quarter',
    categories: periods.map((period) => ({ code: period, label: labelOf(period) })),
    series: scenario === null ? series.slice(0, 2) : series,
    bounds: 'interval',
    levels: [80, 95],
    boundsLabel: t('interval'),
    laws: [],
  }
}

function needsSentences(finding: MethodFinding, wanted: string, context: FindingsContext): readonly string[] {
  const { t, figures, labelOf } = context
  const { places, occupancy, officers, caseload } = resultOf<Partial<Record<string, number>>>(finding)
  if (wanted === 'prison')
    return places === undefined
      ? []
      : [
          t('projection_places', {
            places: figures.count(places),
            occupancy: figures.percent(occupancy ?? 0),
            year: labelOf(String(context.places.findLast((stated) => stated.places === places)?.year ?? 'none')),
          }),
        ]
  return officers === undefined
    ? []
    : [t('projection_officers', { officers: figures.count(officers), caseload: figures.ratio(caseload ?? 0) })]
}
