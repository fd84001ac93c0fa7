import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { type Drawing, type FindingsContext, modelOfParts, rangeInWords, resultOf } from './drawing.ts'

/** What the change of a share is arithmetically due to. */
export function drawDecomposition(
  { findings, parameters }: MethodFindings,
  { t, figures, nameOf, labelOf }: FindingsContext,
): Drawing {
  type Effect = { effect: number } & Interval
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
  const years = { from: labelOf(String(parameters['from'])), to: labelOf(String(parameters['to'])) }
  return {
    model: modelOfParts('bars', points, { measure: t('points'), unit: 'points', t }),
    table: {
      head: [t('effect_part'), t('points'), t('interval')],
      rows: parts.map(({ label, effect, lower, upper }) => ({
        cells: [label, figures.points(effect), rangeInWords({ lower, upper }, figures.points)],
      })),
    },
    sentences: total === undefined ? [] : [t('effect_sentence', { ...years, change: figures.points(total.effect) })],
  }
}
