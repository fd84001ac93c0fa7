import type { Findings } from '#api'
import { type Drawing, type FindingsContext, modelOfParts, type Range, rangeOf, resultOf } from './drawing.ts'

/** What the change of a share is arithmetically due to. */
export function drawDecomposition(
  { findings, parameters }: Findings,
  { t, figures, nameOf }: FindingsContext,
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
  const points = parts.map(({ label, effect, lower, upper }) => ({
    label,
    value: effect * 100,
    lower: lower * 100,
    upper: upper * 100,
  }))
  const years = { from: String(parameters['from']), to: String(parameters['to']) }
  return {
    model: modelOfParts('bars', points, { measure: t('points'), unit: 'points', t }),
    table: {
      head: [t('effect_part'), t('points'), t('interval')],
      rows: parts.map(({ label, effect, lower, upper }) => ({
        cells: [label, figures.points(effect), rangeOf({ lower, upper }, figures.points)],
      })),
    },
    sentences: total === undefined ? [] : [t('effect_sentence', { ...years, change: figures.points(total.effect) })],
  }
}
