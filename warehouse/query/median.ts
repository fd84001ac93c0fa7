import { type Interval, normalQuantile, tailsOf } from '#statistics'
import type { Form } from '../catalog/measures.ts'
import { type Band, bandColumn } from './columns.ts'
import type { RowValues } from './figures.ts'

export type MedianReader = (
  name: string,
  form: Extract<Form, { median: string }>,
  row: RowValues,
) => { readonly value: number | null; readonly interval: Interval | null }

/** Reads a median that the engine computed from single values. */
export const exactMedianReader: MedianReader = (name, _form, row) => {
  const [lower, upper] = [row(`${name}_lower`), row(`${name}_upper`)]
  return { value: row(name), interval: lower === null || upper === null ? null : { lower, upper } }
}

/**
 * Reads a median off counts in bands, as if values were spread evenly inside a band. The interval goes over the ranks of a
 * binomial median, widened by the noise of the counts below it.
 */
export function bandedMedianReader(bands: readonly Band[], level: number | undefined, noise: number): MedianReader {
  return (_name, { of }, row) => {
    const counts = bands.map(({ code }) => Math.max(0, row(bandColumn(of, code)) ?? 0))
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (total === 0) return { value: null, interval: null }
    const value = medianIn(bands, counts, total / 2)
    if (level === undefined) return { value, interval: null }
    const reach = normalQuantile(1 - tailsOf(level) / 2) * Math.hypot(Math.sqrt(total) / 2, noise)
    return {
      value,
      interval: {
        lower: medianIn(bands, counts, Math.max(0, total / 2 - reach)),
        upper: medianIn(bands, counts, Math.min(total, total / 2 + reach)),
      },
    }
  }
}

/** The value below which `rank` of all lie. */
function medianIn(bands: readonly Band[], counts: readonly number[], rank: number): number {
  let below = 0
  for (const [index, { from, to }] of bands.entries()) {
    const count = counts[index] ?? 0
    if (count > 0 && below + count >= rank) return from + ((rank - below) / count) * (to - from)
    below += count
  }
  return bands.at(-1)?.to ?? 0
}
