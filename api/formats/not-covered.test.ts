import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Refusal, unpackZip } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import {
  type AccessLevel,
  ask,
  buildCatalog,
  coverageOf,
  type Dataset,
  EditionReader,
  generationSource,
  grains,
  levels,
  type Measure,
  parseQuestion,
  policyFor,
  releaseSource,
  snapshotSource,
} from '#warehouse'
import { encodeAnswer } from '../encode/encode.ts'
import { type Format, formats } from './media-types.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
let readers: { readonly [L in AccessLevel]: EditionReader<L> }
beforeAll(() => {
  const home = inject('kgHome')
  readers = {
    public: new EditionReader(releaseSource(home), { home }),
    analyst: new EditionReader(snapshotSource(home), { home }),
    officer: new EditionReader(generationSource(home), { home }),
  }
})
afterAll(() => Promise.all(Object.values(readers).map((reader) => reader.close())))

const names = { year: (at: number) => String(at), quarter: quarterAt, month: monthAt }
const perYear = { year: 1, quarter: 4, month: 12 }

function quarterAt(at: number): string {
  return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`
}

function monthAt(at: number): string {
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

/** Days, as texts that sort, with which a period of a grain begins and ends. */
function daysOf(grain: keyof typeof names, at: number): { from: string; to: string } {
  const [first, months] = [(at * 12) / perYear[grain], 12 / perYear[grain]]
  const end = new Date(Date.UTC(Math.floor((first + months) / 12), (first + months) % 12, 0))
  return { from: `${monthAt(first)}-01`, to: end.toISOString().slice(0, 10) }
}

/** What a file says, as one text. */
async function textOf(bytes: Buffer, format: Format): Promise<string> {
  if (format !== 'xlsx') return bytes.toString('utf8')
  return [...unpackZip(bytes)].map(([, part]) => Buffer.from(part).toString('utf8')).join('\n')
}

/** The last day for which figures can be known, where that is not the last one covered: period after period is tried. */
function knownTo({ name, kind, rows }: Measure['cube'], level: AccessLevel, to: string): string {
  const grain = rows[0] === 'year' ? 'year' : 'quarter'
  const ends = Array.from({ length: 80 }, (_, at) => daysOf(grain, (grain === 'year' ? 2010 : 2010 * 4) + at).to)
  const passed = (day: string) =>
    name === 'handoff'
      ? new Date(Date.parse(day) + 90 * 86_400_000).toISOString().slice(0, 10)
      : name === 'followup'
        ? `${Number(day.slice(0, 4)) + 1}-06-30`
        : day
  const isLate =
    name === 'handoff' || name === 'followup' || (level !== 'officer' && kind === 'flow' && grain === 'year')
  return isLate ? (ends.findLast((day) => passed(day) <= to) ?? '') : to
}

const cohort = { measure: 'cohort', kind: 'executive', event: 'new_conviction' }

const anyGrain = fc.constantFrom(...grains)
const asked = fc.record({
  level: fc.constantFrom(...levels),
  dataset: fc.nat(100),
  measure: fc.nat(100),
  grain: anyGrain,
  by: fc.option(anyGrain, { nil: undefined }),
  begins: fc.double({ min: 2014, max: 2030, noNaN: true }),
  years: fc.double({ min: 0, max: 4, noNaN: true }),
  ends: fc.constantFrom('both', 'from', 'to'),
})

describe('a period that extracts do not cover', () => {
  it('is refused with what is covered, or said in every format; it is never a zero', async () => {
    const seen = { refused: 0, said: 0, whole: 0 }
    await fc.assert(
      fc.asyncProperty(asked, async ({ level, grain, by, begins, years, ends, ...drawn }) => {
        const datasets: readonly Dataset[] = [...catalog.datasets.values()]
        const dataset = datasets[drawn.dataset % datasets.length] as Dataset
        const measures = [...dataset.measures.values()]
        const measure = measures[drawn.measure % measures.length]
        if (measure === undefined) return
        const [first, last] = [begins, begins + years].map((at) => Math.floor(at * perYear[grain])) as [number, number]
        const period = {
          ...(ends === 'to' ? {} : { from: names[grain](first) }),
          ...(ends === 'from' ? {} : { to: names[grain](last) }),
        }
        const covered = coverageOf(measure.cube, readers[level].pin().edition.coverages)
        if (covered === null) throw new Error('the sample says what it covers')
        const known = { ...covered, to: knownTo(measure.cube, level, covered.to) }
        const isStated = measure.cube.kind === 'stock' && measure.cube.rows[0] === 'year'
        const [from, to] = isStated
          ? [`${covered.from.slice(0, 4)}-01-01`, `${covered.to.slice(0, 4)}-12-31`]
          : [known.from, known.to]
        const [starts, stops] = [daysOf(grain, first).from, daysOf(grain, last).to]
        const isOutside = (ends !== 'to' && starts > to) || (ends !== 'from' && stops < from)
        const isWhole = !isOutside && (ends === 'to' || starts >= from) && (ends === 'from' || stops <= to)
        const one = Object.fromEntries(
          dataset.oneOf.flatMap((name): [string, string][] => {
            const code = measure.cube.dimensions.get(name)?.codes[0]?.code
            return code === undefined || !measure.dimensions.includes(name) ? [] : [[name, code]]
          }),
        )
        const question = { measure: measure.name, ...(by === undefined ? {} : { by }), ...period, ...one }
        const signal = AbortSignal.timeout(30_000)
        const answer = await ask(
          parseQuestion(question, dataset),
          policyFor(level),
          catalog,
          readers[level].pin(),
          signal,
        ).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error
          return error
        })
        if (answer instanceof Refusal) {
          if (answer.code !== 'PERIOD_NOT_COVERED') return
          expect(answer.place.allowed).toHaveLength(2)
          expect(isWhole && measure.cube.kind === 'flow').toBe(false)
          seen.refused += 1
          return
        }
        expect(isOutside).toBe(false)
        expect((answer.period?.from ?? '') <= (answer.period?.to ?? '')).toBe(true)
        // Analysts may be told a longer period, and then what was trimmed is not theirs.
        if (answer.notes.includes('told_enough')) return
        const texts = catalog.notes
        const isNoisy = level === 'analyst' && !measure.cube.establishment
        const hasTime = answer.meanings.some(({ role }) => role === 'time')
        for (const format of formats) {
          if (format.startsWith('sdmx') && (!hasTime || answer.rows === 0)) continue
          const text = await textOf(await encodeAnswer(answer, catalog, format, 'en'), format)
          const says = (note: 'trimmed' | 'absent' | 'absent_covered') =>
            text.includes(format === 'csv' ? note : texts[note].en)
          expect([format, says('trimmed')]).toEqual([format, !isWhole])
          // Analysts are not told which combinations of people had nobody.
          expect([format, says('absent_covered')]).toEqual([format, !isWhole && !isNoisy])
          if (!isWhole && format !== 'csv') expect([format, says('absent')]).toEqual([format, false])
          if (!isWhole && !hasTime && format === 'csv' && !isNoisy) expect(text).toContain('incomplete')
        }
        seen[isWhole ? 'whole' : 'said'] += 1
      }),
      { numRuns: 80 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
  })
})

describe('a period that figures do not have', () => {
  const refusalOf = async (dataset: string, question: Record<string, string>, level: AccessLevel = 'public') => {
    const asking = ask(
      parseQuestion(question, catalog.datasets.get(dataset) as Dataset),
      policyFor(level),
      catalog,
      readers[level].pin(),
      AbortSignal.timeout(30_000),
    )
    return await asking.then(
      () => undefined,
      (error: unknown) => (error instanceof Refusal ? [error.code, error.place.allowed] : error),
    )
  }

  it.each([
    ['a year whose figures are published when it is whole', 'sentences_units', { measure: 'count', from: '2026' }],
    ['a quarter after which the time to register has not passed', 'handoff', { measure: 'judgments', from: '2026-Q3' }],
    ['a cohort that was not followed to its horizon', 'followup', { ...cohort, horizon: 'H24', from: '2025' }],
    [
      'a year that has not come to the day of its stock',
      'custody_stock',
      { measure: 'held', by: 'year', from: '2026' },
    ],
  ])('is refused and not zero: %s', async (_, dataset, question) => {
    expect(await refusalOf(dataset, question)).toEqual([
      'PERIOD_NOT_COVERED',
      expect.arrayContaining([expect.any(String)]),
    ])
  })

  it.each(['2010', '2026', '2040'])(
    'is refused as one to compare with, beside the years that can be: %s',
    async (base) => {
      const years = Array.from({ length: 8 }, (_, at) => String(2018 + at))
      for (const level of levels)
        expect(await refusalOf('sentences', { measure: 'persons', by: 'year', compare: 'base', base }, level)).toEqual([
          'PERIOD_NOT_COVERED',
          years,
        ])
      expect(await refusalOf('sentences', { measure: 'persons', by: 'year', compare: 'base', base: '2018' })).toBe(
        undefined,
      )
    },
  )

  it.each([
    [{ by: 'year', from: '2019-06' }, ['2019', '2020']],
    [{ by: 'year', to: '2021-Q1' }, ['2020', '2021']],
    [{ by: 'quarter', from: '2019-Q2', to: '2021-05' }, ['2021-Q1', '2021-Q2']],
  ])('is refused where a question cuts it in two, with the whole ones beside it: %o', async (period, allowed) => {
    for (const level of levels)
      expect(await refusalOf('sentences', { measure: 'persons', ...period }, level)).toEqual(['BAD_PERIOD', allowed])
  })
})

describe('a question without a period', () => {
  it('counts what extracts cover, at every level: the same as the question that names it', async () => {
    const compared: string[] = []
    for (const dataset of catalog.datasets.values())
      for (const { name, form, cube } of dataset.measures.values()) {
        const isCounted = 'count' in form && cube.kind === 'flow'
        const one = dataset.oneOf.map((of) => [of, cube.dimensions.get(of)?.codes[0]?.code] as const)
        for (const level of isCounted ? levels : []) {
          const reported = async (period: Record<string, string>) => {
            const signal = AbortSignal.timeout(30_000)
            const question = parseQuestion({ measure: name, ...Object.fromEntries(one), ...period }, dataset)
            return await ask(question, policyFor(level), catalog, readers[level].pin(), signal)
          }
          const [all, { from, to }] = [await reported({}), (await reported({})).period as { from: string; to: string }]
          const [first, last] = [from, to].map((day) => (cube.rows[0] === 'year' ? day.slice(0, 4) : quarterOf(day)))
          const named = await reported({ from: first as string, to: last as string })
          const valueIn = ({ columns }: typeof all) => columns.find((column) => column.name === name)?.values
          expect([dataset.name, name, level, valueIn(all)]).toEqual([dataset.name, name, level, valueIn(named)])
          compared.push(level)
        }
      }
    expect(compared.length).toBeGreaterThan(40)
  })
})

function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}
