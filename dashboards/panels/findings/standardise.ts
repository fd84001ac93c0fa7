import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { type Drawing, type FindingsContext, groupName, modelOfParts, rangeInWords, resultOf } from './drawing.ts'

/** Shares of units at the common mix. */
export function drawStandardised({ findings }: MethodFindings, context: FindingsContext): Drawing {
  const { t, figures } = context
  type Unit = { crude: number; adjusted: number; interval: Interval; shrunken: number }
  const units = findings.map((finding) => {
    return { label: groupName(finding, context), ...resultOf<Unit>(finding) }
  })
  const points = units.map(({ label, adjusted, interval }) => ({ label, value: adjusted, ...interval }))
  return {
    model: modelOfParts('points', points, { measure: t('standardised'), unit: 'share', t }),
    table: {
      head: [t('group'), t('crude'), t('standardised'), t('interval'), t('shrunken')],
      rows: units.map(({ label, crude, adjusted, interval, shrunken }) => ({
        cells: [
          label,
          figures.percent(crude),
          figures.percent(adjusted),
          rangeInWords(interval, figures.percent),
          figures.percent(shrunken),
        ],
      })),
    },
    sentences: [],
  }
}
