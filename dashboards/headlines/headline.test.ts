import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonAnswer } from '#api'
import { type Language, languages, loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '#warehouse'
import { readBoards } from '../boards/board.ts'
import { readBoardChoice } from '../boards/board-choice.ts'
import { lawsBetween } from '../panels/laws-between.ts'
import type { MissingMove } from '../panels/missing-shares.ts'
import { rowsOf } from '../panels/rows.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { growthHeadline, shareHeadline } from './headline.ts'

/** One value of each year, of a count or of a share, and the interval of its change since the base year. */
interface Drawn {
  readonly base: number
  readonly year: number
  readonly values: readonly number[]
  readonly width: number
  readonly law: string
}

const [firstYear, lastYear] = [2016, 2024]
const years = Array.from({ length: lastYear - firstYear + 1 }, (_, at) => firstYear + at)
const drawn = fc
  .record({
    two: fc.tuple(fc.constantFrom(...years), fc.constantFrom(...years)).filter(([one, other]) => one !== other),
    values: fc.array(fc.integer({ min: 100, max: 9000 }), { minLength: years.length, maxLength: years.length }),
    // No change of a share is as wide: at the bound it is chance which side a float falls on.
    width: fc.double({ min: 0.00101, max: 0.5, noNaN: true }),
    law: fc.tuple(fc.constantFrom(...years), fc.integer({ min: 1, max: 12 })),
  })
  .map(({ two, values, width, law: [year, month] }): Drawn => {
    const [base, later] = [Math.min(...two), Math.max(...two)]
    return { base, year: later, values, width, law: `${year}-${String(month).padStart(2, '0')}-15` }
  })

/** An answer as the API gives it: each year beside the base year. */
function answerOf(measure: string, { base, values, width, law }: Drawn, isShare: boolean): JsonAnswer {
  const value = (year: number) => (values[year - firstYear] as number) / (isShare ? 10_000 : 1)
  const rows = years.map((year) => {
    const change = isShare ? value(year) - value(base) : value(year) / value(base) - 1
    return [year, value(year), 'complete', value(base), change, change - width, change + width, 0, 1]
  })
  const names = ['', '_before', '_change', '_change_lower', '_change_upper', '_lower', '_upper'].map(
    (end) => measure + end,
  )
  const columns = ['year', names[0] ?? '', 'period_status', ...names.slice(1)]
  return {
    columns: columns.map((name) => ({ name, type: '', unit: null, label: name })),
    rows,
    breaks: [{ code: 'law', on: law, title: 'A code', status: 'confirmed' }],
  } as unknown as JsonAnswer
}

const board = readBoards().find(({ first }) => first)
const entries = board?.headlines ?? []
const names = entries.map(({ name }) => name)

const said = (one: Drawn, language: Language, moves: readonly MissingMove[] = []) =>
  entries.flatMap((entry) => {
    const answer = answerOf(entry.measure, one, entry.name === 'share')
    const laws = lawsBetween(answer.breaks, [String(one.base), String(one.year)], { yearStarts: 1 })
    const years = { base: one.base, year: one.year }
    const calendar = { yearStarts: 1 }
    const context = { years, calendar, t: translator(language), figures: figuresFor(language), laws }
    const series = { rows: rowsOf(answer), moves, interval: null }
    const write = entry.name === 'share' ? shareHeadline : growthHeadline
    return write(entry, series, context) ?? []
  })

const verbs: Readonly<Record<Language, Readonly<Record<'up' | 'down' | 'none' | 'untold', RegExp>>>> = {
  en: { up: /\brose\b/, down: /\bfell\b/, none: /did not clearly change/, untold: /cannot be reported/ },
  ru: { up: /выросл[оа]/, down: /сократилось|снизилась/, none: /явно не изменил/, untold: /сказать нельзя/ },
  ky: { up: /өстү/, down: /азайды|төмөндөдү/, none: /ачык өзгөргөн жок/, untold: /айтууга болбойт/ },
}
const from: Readonly<Record<Language, RegExp>> = {
  en: /[Ff]rom (\d{4}) to (\d{4})/,
  ru: /[Сс] (\d{4}) по (\d{4}) год/,
  ky: /(\d{4})-жылдан (\d{4})-жылга/,
}

/** The only one of the verbs that a sentence has. */
function verbOf(sentence: string, language: Language): string {
  const found = Object.entries(verbs[language]).filter(([, pattern]) => pattern.test(sentence))
  expect([sentence, found.length]).toEqual([sentence, 1])
  return found[0]?.[0] ?? ''
}

describe('a headline', () => {
  it.each(languages)(
    'goes from the earlier year, in the direction of the values, as far as the interval says, in %s',
    (language) => {
      fc.assert(
        fc.property(drawn, (one) => {
          const [before, after] = [one.base, one.year].map((year) => one.values[year - firstYear] as number) as [
            number,
            number,
          ]
          const reported = said(one, language)
          expect(reported.map(({ name }) => name)).toEqual(names)
          for (const { name, sentence } of reported) {
            const [, first, second] = from[language].exec(sentence) ?? []
            expect([first, second]).toEqual([String(one.base), String(one.year)])
            const change = name === 'share' ? (after - before) / 10_000 : after / before - 1
            const expected = change - one.width > 0 ? 'up' : change + one.width < 0 ? 'down' : 'none'
            expect(verbOf(sentence, language)).toBe(expected)
            if (expected !== 'none') expect(Math.sign(after - before)).toBe(expected === 'up' ? 1 : -1)
          }
        }),
      )
    },
  )

  it.each(languages)('names the change of law that it goes across, and no other one, in %s', (language) => {
    fc.assert(
      fc.property(drawn, (one) => {
        const month = one.law.slice(0, 7)
        const isBetween = month > `${one.base}-01` && month <= `${one.year}-12`
        for (const { sentence } of said(one, language))
          expect(sentence.includes(figuresFor(language).date(one.law))).toBe(isBetween)
      }),
    )
  })

  it('tells the year before where the base year is the lowest or the highest of all', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const value = (year: number) => one.values[year - firstYear] as number
        const [headline] = said(one, 'en')
        const [verb, detail] = [verbOf(headline?.sentence ?? '', 'en'), headline?.detail ?? '']
        const others = years.filter((year) => year !== one.base).map(value)
        const isLowest = verb === 'up' && others.every((other) => other > value(one.base))
        const isHighest = verb === 'down' && others.every((other) => other < value(one.base))
        expect(detail.includes('is the lowest of all')).toBe(isLowest)
        expect(detail.includes('is the highest of all')).toBe(isHighest)
        if ((isLowest || isHighest) && one.base > firstYear)
          expect(detail).toContain(`${figuresFor('en').count(value(one.base - 1))} in ${one.base - 1}`)
      }),
      { numRuns: 400 },
    )
  })

  it.each(languages)('cannot be told where what is not recorded moved by more, in %s', (language) => {
    fc.assert(
      fc.property(drawn, fc.double({ min: 0, max: 0.6, noNaN: true }), (one, after) => {
        const moved = [{ dimension: 'Class', before: 0, after }]
        for (const { name, sentence } of said(one, language, moved)) {
          const [first, second] = [one.base, one.year].map((year) => one.values[year - firstYear] as number) as [
            number,
            number,
          ]
          const change = name === 'share' ? (second - first) / 10_000 : second / first - 1
          expect(verbOf(sentence, language) === 'untold').toBe(after > Math.abs(change))
          if (after > Math.abs(change)) expect(sentence).toContain('Class')
        }
      }),
    )
  })
})

describe('the two years of the overview', () => {
  it('are in the order of time, whichever the reader chooses', () => {
    const catalog = buildCatalog(loadJurisdiction('kg'))
    const coverages = { sentences: { from: '2018-01-01', to: '2021-12-31' } }
    const edition = { kind: 'release', id: '', key: '', builtAt: '', synthetic: true, coverages } as const
    const choose = (year: string) => board && readBoardChoice({ year }, board, catalog, edition).years
    expect(choose('2018')).toMatchObject({ base: 2018, year: 2020 })
    expect(choose('2021')).toMatchObject({ base: 2020, year: 2021 })
  })

  it('have between them what came after the first month of the earlier one', () => {
    const law = (on: string) => lawsBetween([{ on }], ['2020', '2021-Q4'], { yearStarts: 1 }).length
    expect(['2020-01-01', '2020-02-01', '2021-12-01', '2022-01-01'].map(law)).toEqual([0, 1, 1, 0])
    expect(lawsBetween([{ on: '2021-12-01' }], ['2021-Q3', '2021-11'], { yearStarts: 1 })).toEqual([])
  })
})
