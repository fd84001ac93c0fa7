import { alphaOf, type Interval, normalQuantile } from '#statistics'
import { columnName } from '../../catalog/answer-columns.ts'
import { bandColumn, type Band as CodedBand } from '../statement/columns.ts'
import type { MedianReader } from './figure-conditions.ts'

type Band = Pick<CodedBand, 'code' | 'from' | 'to'>

/** Reads a median that the engine computed from single values. */
export const exactMedianReader: MedianReader = (name, _form, row) => {
  const [lower, upper] = [row(columnName(name, 'lower')), row(columnName(name, 'upper'))]
  return { value: row(name), interval: lower === null || upper === null ? null : { lower, upper }, band: null }
}

/**
 * Reads a median off counts in bands: the band, and the value as if values were spread evenly inside it. How they are spread
 * is not known, so the interval reaches from the lower end of one band to the upper end of another: those of the ranks of a
 * binomial median, widened by the noise of the counts below it. It holds the median of any values that fit the counts.
 *
 * @param noise - standard deviation of what protection adds to the number of values below the median
 */
export function bandedMedianReader(bands: readonly Band[], level: number | undefined, noise: number): MedianReader {
  return (_name, { of }, row) => {
    const counts = bands.map(({ code }) => Math.max(0, row(bandColumn(of, code)) ?? 0))
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (total === 0) return { value: null, interval: null, band: null }
    const table = { bands, counts, total }
    const middle = { value: medianIn(table), band: bandsBetween(table, total / 2, total / 2) }
    if (level === undefined) return { ...middle, interval: null }
    const reach = normalQuantile(1 - alphaOf(level) / 2) * Math.hypot(Math.sqrt(total) / 2, noise)
    return { ...middle, interval: bandsBetween(table, total / 2 - reach, total / 2 + reach) }
  }
}

interface Table {
  readonly bands: readonly Band[]
  readonly counts: readonly number[]
  readonly total: number
}

/** The value below which half of all lie. */
function medianIn({ bands, counts, total }: Table): number {
  let below = 0
  for (const [index, { from, to }] of bands.entries()) {
    const count = counts[index] ?? 0
    if (count > 0 && below + count >= total / 2) return from + ((total / 2 - below) / count) * (to - from)
    below += count
  }
  return bands.at(-1)?.to ?? 0
}

/** The ends of the bands in which the values from one rank to another lie; at an end of a band the next one counts too. */
function bandsBetween({ bands, counts }: Table, first: number, last: number): Interval {
  const covered = bands.flatMap(({ from, to }, index) => {
    const below = counts.slice(0, index).reduce((sum, count) => sum + count, 0)
    const count = counts[index] ?? 0
    return count > 0 && below <= last && below + count >= first ? [{ from, to }] : []
  })
  return { lower: covered[0]?.from ?? 0, upper: covered.at(-1)?.to ?? 0 }
}
