import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { colours, plainPoint } from '../../charts/index.ts'
import { type Drawing, type FindingsContext, groupName, rangeInWords, resultOf } from './drawing.ts'

interface Unit {
  readonly label: string
  readonly share: number
  readonly total: number
  readonly place: string
  readonly placeByChance: string
  readonly limits95: Interval
  readonly limits998: Interval
  readonly standsAmongMany: boolean
}

/** Shares of units between the limits of chance. */
export function drawFunnel({ findings, parameters }: MethodFindings, context: FindingsContext): Drawing {
  const { t } = context
  const units = findings.map((finding): Unit => ({ ...resultOf<Unit>(finding), label: groupName(finding, context) }))
  const outside = units.filter(({ standsAmongMany }) => standsAmongMany).map(({ label }) => label)
  return {
    model: funnelModel(units, Number(parameters['overall']), context),
    table: funnelTable(units, context),
    sentences: [
      outside.length === 0 ? t('funnel_none') : t('funnel_some', { units: outside.join(', ') }),
      ...dispersionSentence(units, parameters, context),
    ],
  }
}

function funnelModel(units: readonly Unit[], reference: number, { t }: FindingsContext): Drawing['model'] {
  const points = units.map(({ share, limits95, limits998, standsAmongMany }) => ({
    ...plainPoint(share, limits95, limits998),
    standsOut: standsAmongMany,
  }))
  return {
    form: 'funnel',
    unit: 'share',
    measure: t('share'),
    categories: units.map(({ label, total }) => ({ code: label, label, total })),
    series: [{ name: t('share'), colour: colours.noncustodial, points }],
    bounds: 'limits',
    levels: [95, 99.8],
    boundsLabel: t('funnel_limits'),
    laws: [],
    reference,
  }
}

function funnelTable(units: readonly Unit[], { t, figures }: FindingsContext): Drawing['table'] {
  const placeOf = ({ place, standsAmongMany }: Unit) =>
    t(place === 'inside' ? 'funnel_inside' : standsAmongMany ? 'funnel_outside' : 'funnel_by_chance')
  return {
    head: [t('group'), t('share'), t('denominator'), t('funnel_limits'), t('funnel_place')],
    rows: units.map((unit) => ({
      cells: [
        unit.label,
        figures.percent(unit.share),
        figures.count(unit.total),
        rangeInWords(unit.limits95, figures.percent),
        placeOf(unit),
      ],
    })),
  }
}

/** Whether units differ by more than chance, so that the limits are wider than those of chance. */
function dispersionSentence(
  units: readonly { readonly placeByChance: string }[],
  { dispersion, between }: MethodFindings['parameters'],
  { t, figures }: FindingsContext,
): readonly string[] {
  if (!(Number(between) > 0)) return []
  const count = units.filter(({ placeByChance }) => placeByChance !== 'inside').length
  return [t('funnel_dispersed', { dispersion: figures.ratio(Number(dispersion)), count })]
}
