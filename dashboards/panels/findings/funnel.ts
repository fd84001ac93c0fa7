import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { colours, plainPoint } from '../../charts/index.ts'
import { type Drawing, type FindingsContext, groupName, rangeInWords, resultOf } from './drawing.ts'

/** Shares of units between the limits of chance. */
export function drawFunnel({ findings, parameters }: MethodFindings, context: FindingsContext): Drawing {
  const { t, figures } = context
  type Unit = {
    share: number
    total: number
    place: string
    placeByChance: string
    limits95: Interval
    limits998: Interval
    standsAmongMany: boolean
  }
  const units = findings.map((finding) => {
    return { label: groupName(finding, context), ...resultOf<Unit>(finding) }
  })
  const outside = units.filter(({ standsAmongMany }) => standsAmongMany).map(({ label }) => label)
  return {
    model: {
      form: 'funnel',
      unit: 'share',
      measure: t('share'),
      categories: units.map(({ label, total }) => ({ code: label, label, total })),
      series: [
        {
          name: t('share'),
          colour: colours.noncustodial,
          points: units.map(({ share, limits95, limits998, standsAmongMany }) => ({
            ...plainPoint(share, limits95, limits998),
            standsOut: standsAmongMany,
          })),
        },
      ],
      bounds: 'limits',
      levels: [95, 99.8],
      boundsLabel: t('funnel_limits'),
      laws: [],
      reference: Number(parameters['overall']),
    },
    table: {
      head: [t('group'), t('share'), t('denominator'), t('funnel_limits'), t('funnel_place')],
      rows: units.map(({ label, share, total, limits95, place, standsAmongMany }) => ({
        cells: [
          label,
          figures.percent(share),
          figures.count(total),
          rangeInWords(limits95, figures.percent),
          t(place === 'inside' ? 'funnel_inside' : standsAmongMany ? 'funnel_outside' : 'funnel_by_chance'),
        ],
      })),
    },
    sentences: [
      outside.length === 0 ? t('funnel_none') : t('funnel_some', { units: outside.join(', ') }),
      ...dispersionSentence(units, parameters, context),
    ],
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
