import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { type Drawing, type FindingsContext, modelOfParts, nothingDrawn, rangeInWords, resultOf } from './drawing.ts'

/** What a sanction that grew took the place of. */
export function drawSubstitution(
  { findings, parameters }: MethodFindings,
  { t, figures, nameOf, labelOf }: FindingsContext,
): Drawing {
  type Estimate = { value: number; interval: Interval }
  type Match = { growth: Estimate; replaced: readonly (Estimate & { code: string })[]; added: Estimate }
  const [first] = findings
  if (first === undefined) return nothingDrawn
  const { growth, replaced, added } = resultOf<Match>(first)
  const parts = [
    ...replaced
      .filter(({ value }) => value > 0)
      .map(({ code, ...one }) => ({ label: t('instead_of', { name: nameOf('', code) }), ...one })),
    { label: t('on_top'), ...added },
  ]
  const bars = parts.map(({ label, value, interval }) => ({ label, value, ...interval }))
  const years = { from: labelOf(String(parameters['from'])), to: labelOf(String(parameters['to'])) }
  return {
    model: modelOfParts('bars', bars, { measure: t('persons'), unit: 'count', t }),
    table: {
      head: [t('effect_part'), t('persons'), t('interval')],
      rows: parts.map(({ label, value, interval }) => ({
        cells: [label, figures.count(value), rangeInWords(interval, figures.count)],
      })),
    },
    sentences: [
      t(growth.interval.lower > 0 ? 'substitution_grew' : 'substitution_not', {
        ...years,
        name: nameOf('', String(first.group['grown'])),
        growth: Math.round(growth.value),
        added: figures.count(added.value),
        growthRange: rangeInWords(growth.interval, figures.count),
        addedRange: rangeInWords(added.interval, figures.count),
      }),
    ],
  }
}
