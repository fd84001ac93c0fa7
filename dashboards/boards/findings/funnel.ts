import type { Findings } from '#api'
import { type FunnelLimit, funnelChart } from '../../charts/index.ts'
import { barsOf, type Drawing, type FindingsContext, groupName, type Range, rangeOf, resultOf } from './drawing.ts'

/** Shares of units between the limits of chance. */
export function drawFunnel({ findings, parameters }: Findings, context: FindingsContext): Drawing {
  const { t, figures, description } = context
  type Unit = {
    share: number
    total: number
    place: string
    placeByChance: string
    limits95: Range
    limits998: Range
    standsAmongMany: boolean
  }
  const units = findings.map((finding) => {
    return { label: groupName(finding, context), ...resultOf<Unit>(finding) }
  })
  const limits = units
    .flatMap(({ total, limits95, limits998 }): FunnelLimit[] => [
      { total, ...limits95, level: '95' },
      { total, ...limits998, level: '99.8' },
    ])
    .sort((one, other) => one.total - other.total)
  const outside = units.filter(({ standsAmongMany }) => standsAmongMany).map(({ label }) => label)
  return {
    series: barsOf(
      units.map(({ label, share, limits95 }) => ({ label, value: share, ...limits95 })),
      t('share'),
      'share',
    ),
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
          rangeOf(limits95, figures.percent),
          t(place === 'inside' ? 'funnel_inside' : 'funnel_outside'),
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
  { dispersion, between }: Findings['parameters'],
  { t, figures }: FindingsContext,
): readonly string[] {
  if (!(Number(between) > 0)) return []
  const count = units.filter(({ placeByChance }) => placeByChance !== 'inside').length
  return [t('funnel_dispersed', { dispersion: figures.ratio(Number(dispersion)), count })]
}
