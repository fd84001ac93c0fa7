import type { Findings } from '#api'
import { effectsChart } from '../../charts/index.ts'
import { barsOf, type Drawing, type FindingsContext, groupName, type Range, rangeOf, resultOf } from './drawing.ts'

/** Shares of units at the common mix. */
export function drawStandardised({ findings }: Findings, context: FindingsContext): Drawing {
  const { t, figures, description } = context
  type Unit = { crude: number; adjusted: number; interval: Range; shrunken: number }
  const units = findings.map((finding) => {
    return { label: groupName(finding, context), ...resultOf<Unit>(finding) }
  })
  const points = units.map(({ label, adjusted, interval }) => ({ label, value: adjusted, ...interval }))
  return {
    series: barsOf(points, t('standardised'), 'share'),
    spec: effectsChart(points, { value: t('standardised'), format: '.0%', description, mark: 'point' }),
    table: {
      head: [t('group'), t('crude'), t('standardised'), t('interval'), t('shrunken')],
      rows: units.map(({ label, crude, adjusted, interval, shrunken }) => ({
        cells: [
          label,
          figures.percent(crude),
          figures.percent(adjusted),
          rangeOf(interval, figures.percent),
          figures.percent(shrunken),
        ],
      })),
    },
    sentences: [],
  }
}
