import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import {
  type AccessLevel,
  ask,
  buildCatalog,
  cellReader,
  datasetNamed,
  EditionReader,
  generationSource,
  parseQuestion,
  policyFor,
  releaseSource,
} from '../../index.ts'
import { bandedMedianReader } from './median.ts'

const bands = [0, 6, 12, 24, 36, 60].map((from, at, all) => ({
  code: `B${at}`,
  from,
  to: all[at + 1] ?? 120,
}))

/** Lengths, whole months, as unevenly spread in their bands as can be. */
const lengths = fc.array(
  fc.oneof(
    fc.constantFrom(...bands.map(({ from }) => from)),
    fc.constantFrom(...bands.map(({ to }) => to - 1)),
    fc.nat(119),
  ),
  { minLength: 1, maxLength: 60 },
)

function exactMedian(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return ((low ?? 0) + (high ?? 0)) / 2
}

const read = (values: readonly number[], level?: number) => {
  const counts = new Map(
    bands.map(({ code, from, to }) => [`n__${code}`, values.filter((value) => value >= from && value < to).length]),
  )
  return bandedMedianReader(bands, level, 0)(
    'm',
    { median: 'm', bands: 'b', of: 'n' },
    (name) => counts.get(name) ?? null,
  )
}

describe('a median of counts in bands', () => {
  it('lies in the band that is told, whatever the values in the bands are, and the interval holds that band', () => {
    fc.assert(
      fc.property(lengths, (values) => {
        const { band, interval, value } = read(values, 95)
        const truth = exactMedian(values)
        expect(band?.lower).toBeLessThanOrEqual(truth)
        expect(band?.upper).toBeGreaterThan(truth)
        expect(value).toBeGreaterThanOrEqual(band?.lower ?? Infinity)
        expect(value).toBeLessThanOrEqual(band?.upper ?? 0)
        expect(interval?.lower).toBeLessThanOrEqual(band?.lower ?? 0)
        expect(interval?.upper).toBeGreaterThanOrEqual(band?.upper ?? Infinity)
        expect(read(values)).toMatchObject({ band, value, interval: null })
      }),
    )
  })
})

const catalog = buildCatalog(loadJurisdiction('kg'))
const sentences = datasetNamed('sentences', catalog)
let readers: { readonly public: EditionReader<'public'>; readonly officer: EditionReader<'officer'> }
beforeAll(() => {
  const home = inject('kgHome')
  readers = {
    public: new EditionReader(releaseSource(home), { home }),
    officer: new EditionReader(generationSource(home), { home }),
  }
})
afterAll(() => Promise.all(Object.values(readers).map((reader) => reader.close())))

const months = 'median_length_months'

/** The median lengths of a level, by the codes of their row. */
async function medians<L extends 'public' | 'officer'>(level: L, by: string, more: Record<string, string> = {}) {
  const question = parseQuestion({ measure: months, by, detail: 'full', interval: '95', ...more }, sentences)
  const reader = readers[level] as unknown as EditionReader<AccessLevel>
  const answer = await ask(question, policyFor<AccessLevel>(level), catalog, reader.pin(), AbortSignal.timeout(30_000))
  const cells = new Map(answer.columns.map((column) => [column.name, cellReader(column)]))
  const keys = by.split(',').map((name) => cells.get(name))
  return new Map(
    Array.from({ length: answer.rows }, (_, row) => {
      const figure = (suffix: string) => cells.get(`${months}${suffix}`)?.(row) as number | null
      return [keys.map((key) => key?.(row)).join('|'), figure]
    }),
  )
}

describe('the published median length', () => {
  it.each(['year', 'year,region', 'sex,age_band', 'year,offence_section'])(
    'by %s: its interval of 95 per cent holds that of the officer at least as often',
    async (by) => {
      const [open, exact] = [await medians('public', by), await medians('officer', by)]
      const reported = [...open].flatMap(([key, figure]) => {
        const [truth, lower, upper] = [exact.get(key)?.(''), figure('_lower'), figure('_upper')]
        return truth == null || lower === null || upper === null ? [] : [truth >= lower && truth <= upper]
      })
      expect(reported.length).toBeGreaterThan(8)
      const share = reported.filter((stored) => stored).length / reported.length
      expect(share).toBeGreaterThanOrEqual(0.95)
    },
  )

  it('changes by what is in its interval, or by nothing that is told', async () => {
    const [open, exact] = [
      await medians('public', 'year,region', { base: '2020' }),
      await medians('officer', 'year,region', { base: '2020' }),
    ]
    const reported = [...open].flatMap(([key, figure]) => {
      const [truth, lower, upper] = [exact.get(key)?.('_change'), figure('_change_lower'), figure('_change_upper')]
      expect([key, figure('_change') === null]).toEqual([key, lower === null])
      return truth == null || lower === null || upper === null ? [] : [truth >= lower && truth <= upper]
    })
    expect(reported.length).toBeGreaterThan(30)
    expect(reported.filter((stored) => stored).length / reported.length).toBeGreaterThanOrEqual(0.95)
  })
})
