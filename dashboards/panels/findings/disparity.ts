import type { MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { type Drawing, type FindingsContext, nothingDrawn, rangeInWords, resultOf } from './drawing.ts'

interface CrudeDisparity {
  readonly shares: readonly { readonly events: number; readonly total: number }[]
  readonly difference: number
  readonly interval: Interval
}

interface DisparityWithin {
  readonly adjusted: number
  readonly interval: Interval
  readonly isReversed: boolean
  readonly homogeneity: { readonly pValue: number }
}

/** How the shares of two groups differ. */
export function drawDisparity({ findings }: MethodFindings, { t, figures, nameOf }: FindingsContext): Drawing {
  const [first, second] = findings
  if (first === undefined || second === undefined) return nothingDrawn
  const [[dimension = '', code = '']] = Object.entries(first.group) as [[string, string]]
  const names = { first: nameOf(dimension, code), second: nameOf(dimension, String(first.group['against'])) }
  const crude = resultOf<CrudeDisparity>(first)
  const within = resultOf<DisparityWithin>(second)
  const share = (at: number) => figures.percent((crude.shares[at]?.events ?? 0) / (crude.shares[at]?.total ?? 1))
  return {
    table: {
      head: [t('effect_part'), t('share'), t('interval')],
      rows: [
        { cells: [names.first, share(0), ''] },
        { cells: [names.second, share(1), ''] },
        {
          cells: [
            t('difference_points'),
            figures.points(crude.difference),
            rangeInWords(crude.interval, figures.points),
          ],
        },
        {
          cells: [t('odds_within'), figures.ratio(within.adjusted), rangeInWords(within.interval, figures.ratio)],
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
