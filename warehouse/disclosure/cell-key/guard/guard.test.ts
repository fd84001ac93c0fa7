import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, datasetNamed } from '../../../catalog/catalog.ts'
import type { Cube } from '../../../catalog/cube.ts'
import type { Edition } from '../../../editions/edition.ts'
import { makePlan } from '../../../query/make-plan.ts'
import { type Parameters, parseQuestion } from '../../../query/plan/question.ts'
import { policyFor } from '../../policy.ts'
import { Budgets, defaultBudgets } from './budgets.ts'
import { acceptLedgerGap } from './ledger-gap.ts'
import { nameOfTable, type ReleasedTable } from './released-table.ts'
import { sharedInformation } from './shared-information.ts'
import { TableLedger } from './table-ledger.ts'
import { tablesOfPlan } from './tables-of-plan.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
const sentences = datasetNamed('sentences', catalog)
const cube = sentences.measures.get('persons')?.cube as Cube
const covered = { first: 2018 * 12, last: 2026 * 12 + 8 }
const edition: Edition = {
  kind: 'release',
  id: '2026-Q3.1',
  key: '',
  builtAt: '2026-11-14T06:00:00Z',
  synthetic: true,
  coverages: { sentences: { from: '2018-01-01', to: '2026-09-30' } },
}

/** The same register as the release before told it. */
const before: Edition = {
  ...edition,
  id: '2026-Q2.1',
  coverages: { sentences: { from: '2018-01-01', to: '2026-06-30' } },
}

function tables(parameters: Parameters, of = edition): readonly ReleasedTable[] {
  const question = parseQuestion({ measure: 'persons', ...parameters }, sentences)
  return tablesOfPlan(makePlan(question, policyFor('analyst'), catalog, of))
}
const names = (parameters: Parameters) => tables(parameters).map(nameOfTable)
const table = (
  levels: ReleasedTable['levels'],
  time: ReleasedTable['time'] = 'month',
  counts = [''],
): ReleasedTable => ({
  cube: cube.name,
  levels,
  time,
  months: covered,
  counts,
})
const share = (one: ReleasedTable, other: ReleasedTable) => sharedInformation(one, other, cube, covered)

describe('the tables that an answer tells', () => {
  it('are the same however the question is written', () => {
    const year = names({ by: 'court', from: '2025', to: '2025' })
    for (const [from, to] of [
      ['2025-01', '2025-12'],
      ['2025-Q1', '2025-12'],
      ['2025', '2025-Q4'],
    ] as const)
      expect(names({ by: 'court', from, to })).toEqual(year)
    expect(names({ by: 'court,year', from: '2025', to: '2025' })).toEqual(year)
    expect(names({ court: 'GB-01', from: '2025', to: '2025' })).toEqual(year)
    expect(names({ by: 'court', from: '2010-01' })).toEqual(names({ by: 'court' }))
    expect(names({ by: 'court', from: '2026' })).toEqual(names({ by: 'court', from: '2026-01', to: '2026-09' }))
  })

  it('tell a group by the level of its code, and a filter with every code not at all', () => {
    const inRegion = sentences.dimensions
      .get('court')
      ?.codes.filter(({ parent }) => parent === 'KG-C')
      .map(({ code }) => code)
    expect(names({ court: (inRegion ?? []).join() })).toEqual(names({ region: 'KG-C' }))
    expect(names({ region: 'KG-C' })).toEqual(names({ by: 'region' }))
    expect(names({ by: 'region,court' })).toEqual(names({ by: 'court' }))
  })
})

describe('two releases', () => {
  const reported = (parameters: Parameters) => {
    const [then, now] = [tables(parameters, before), tables(parameters)]
    return Math.max(...then.flatMap((one) => now.map((other) => sharedInformation(one, other, cube, covered))))
  }

  it.each([
    ['all there is', { by: 'court' }],
    ['all there is, by its months', { by: 'court', from: '2018-01' }],
    ['the year at hand', { by: 'court', from: '2026' }],
    ['years', { by: 'year,court', from: '2025' }],
  ])('tell their difference by %s', (_, parameters) => {
    expect(reported(parameters)).toBe(1)
  })

  it.each([
    ['whole years', { by: 'year,court', to: '2025' }],
    ['quarters', { by: 'quarter,court', from: '2026' }],
    ['a stretch that ends before both', { by: 'court', from: '2026-01', to: '2026-05' }],
  ])('tell nothing new by %s', (_, parameters) => {
    expect(tables(parameters, before).map(nameOfTable)).toEqual(
      tables(parameters).map(nameOfTable).slice(0, tables(parameters, before).length),
    )
    expect(reported(parameters)).toBeLessThan(1)
  })
})

describe('what two tables tell of each other', () => {
  it('is the less the more cells stand between them', () => {
    const cells = table({ court: 'court', age_band: 'age_band' })
    expect(share(cells, table({ court: 'court' }))).toBeCloseTo(1 / 6, 9)
    expect(share(cells, table({ court: 'court', age_band: 'age_band' }, 'quarter'))).toBeCloseTo(1 / 3, 9)
    expect(share(cells, table({ court: 'court', sex: 'sex' }))).toBeCloseTo(1 / 7, 9)
    expect(share(cells, table({ offence: 'offence' }))).toBeLessThan(0.01)
    expect(share(cells, cells)).toBe(0)
  })

  it('is as much as the periods that are covered tell: a year of two quarters is their sum', () => {
    const halfYear = { first: 2025 * 12, last: 2025 * 12 + 5 }
    const at = (time: ReleasedTable['time']) => ({ ...table({ court: 'court' }, time), months: halfYear })
    const shareOf = (one: ReleasedTable['time'], other: ReleasedTable['time']) =>
      sharedInformation(at(one), at(other), cube, halfYear)
    expect(shareOf('quarter', 'year')).toBeCloseTo(1 / 2, 9)
    expect(shareOf('month', 'year')).toBeCloseTo(1 / 6, 9)
    expect(shareOf({ first: halfYear.first, last: halfYear.first + 1 }, 'year')).toBeCloseTo(1, 9)
  })

  it('is everything between two stretches of months, and nothing where they do not meet', () => {
    const stretch = (first: number, last: number) => ({
      ...table({ court: 'court' }, { first, last }),
      months: { first, last },
    })
    expect(share(stretch(24_300, 24_305), stretch(24_300, 24_306))).toBe(1)
    expect(share(stretch(24_301, 24_305), stretch(24_300, 24_306))).toBe(1)
    expect(share(stretch(24_300, 24_301), stretch(24_302, 24_304))).toBe(0)
  })

  it('ties a count that is the sum of two others', () => {
    const of = (...counts: string[]) => table({ court: 'court' }, 'year', counts)
    expect(share(of('c=A', 'c=A,B'), of('c=A', 'c=A,B'))).toBe(0)
    expect(share(of('c=A', 'c=A,B'), of('c=B'))).toBe(1 / 2)
  })
})

describe('the ledger of tables', () => {
  const months = [24300, 24301, 24302]
  const telling = (who: string, levels: ReleasedTable['levels']) => ({
    who,
    table: table(levels),
    owed: 0.05,
    months,
  })
  const fine = { court: 'court', offence: 'offence' }
  const judging = { cube, covered }

  it('costs the same after any number of questions', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const ledger = new TableLedger(home, true)
    const file = () => readFileSync(join(home, 'access', 'analyst-tables.jsonl'), 'utf8').split('\n').length
    const askAll = () => {
      for (const who of ['Ann', 'Bob', 'Cai'])
        for (const levels of [fine, { sex: 'sex' }, { court: 'region', age_band: 'age_band' }])
          ledger.enter([telling(who, levels)], judging)?.keep()
    }
    askAll()
    const [lines, size] = [file(), statSync(join(home, 'access', 'analyst-tables.jsonl')).size]
    for (let time = 0; time < 2000; time++) askAll()
    expect([file(), statSync(join(home, 'access', 'analyst-tables.jsonl')).size]).toEqual([lines, size])
    expect(ledger.balances(() => judging).size).toBe(3)
  })

  it('refuses what would be known too well, to one and to all, and gives back what was not told', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const ledger = new TableLedger(home, true)
    const coarser = { court: 'court', offence: 'offence_section' }
    ledger.enter([telling('Ann', coarser)], judging)?.giveBack()
    ledger.enter([telling('Ann', fine)], judging)?.keep()
    expect(ledger.enter([telling('Ann', coarser)], judging)).toBe(undefined)
    expect(new TableLedger(home, true).enter([telling('Bob', coarser)], judging)).toBe(undefined)
    expect(['Ann', 'Bob'].map((who) => ledger.bindingOf([telling(who, coarser)], judging))).toEqual(['own', 'common'])
    expect(ledger.enter([telling('Bob', fine)], judging)).toBeDefined()
    expect(ledger.allRecipients()).toEqual(['Ann', 'Bob'])
  })

  it('does not begin anew where quarters are drawn anew, and knows what earlier versions wrote of their draws', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const reported = { ...telling('Ann', fine), months: months.map((month) => `${month}.2`) }
    mkdirSync(join(home, 'access'))
    writeFileSync(join(home, 'access', 'analyst-tables.jsonl'), `${JSON.stringify(reported)}\n`)
    const ledger = new TableLedger(home, true)
    expect(ledger.enter([telling('Ann', { court: 'court', offence: 'offence_section' })], judging)).toBe(undefined)
    expect(ledger.enter([telling('Ann', fine)], judging)).toBeDefined()
  })

  it('lets only one of two processes in that would exceed a budget together', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const [one, other] = [new TableLedger(home, true), new TableLedger(home, true)]
    const [lines, late] = [
      join(home, 'access', 'analyst-tables.jsonl'),
      telling('Bob', { court: 'court', offence: 'offence_section' }),
    ]
    const first = one.enter([telling('Ann', fine)], judging)
    expect(other.enter([late], judging)).toBe(undefined)
    first?.giveBack()
    const second = other.enter([late], judging)
    expect(one.enter([telling('Ann', fine)], judging)).toBe(undefined)
    second?.keep()
    expect(new TableLedger(home, true).enter([telling('Ann', fine)], judging)).toBe(undefined)
    appendFileSync(lines, '{"reserved":"torn')
    expect(one.enter([telling('Cai', { sex: 'sex' })], judging)).toBeDefined()
    expect(new TableLedger(home, true).allRecipients()).toEqual(['Bob', 'Cai'])
  })

  it.each(['null', '12', 'other text', '\u0000\u0000'])(
    'forgets nothing where a line became "%s": it answers no longer',
    (damage) => {
      const home = mkdtempSync(join(tmpdir(), 'ledger-'))
      const ledger = new TableLedger(home, true)
      ledger.enter([telling('Ann', fine)], judging)?.keep()
      writeFileSync(join(home, 'access', 'analyst-tables.jsonl'), `${damage}\n`)
      const broken = expect.objectContaining({ code: 'STATE_BROKEN' })
      expect(() => new TableLedger(home, true).enter([telling('Ann', fine)], judging)).toThrow(broken)
    },
  )

  it.each([
    ['lost', (file: string) => rmSync(file)],
    ['emptied', (file: string) => truncateSync(file)],
    ['cut off', (file: string) => truncateSync(file, statSync(file).size - 5)],
  ])('tells no further table once its file was %s, until a steward accepts that', (_, spoil) => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const file = join(home, 'access', 'analyst-tables.jsonl')
    const running = new TableLedger(home, true)
    running.enter([telling('Ann', fine)], judging)?.keep()
    spoil(file)
    const sex = [telling('Bob', { sex: 'sex' })]
    for (const ledger of [new TableLedger(home, true), running, new TableLedger(home, true)]) {
      expect(ledger.enter(sex, judging)).toBe(undefined)
      expect(ledger.bindingOf(sex, judging)).toBe('restored')
    }
    acceptLedgerGap(home, 'a steward', new Date())
    expect(new TableLedger(home, true).enter(sex, judging)).toBeDefined()
  })

  it('judges again what another process entered meanwhile', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const [one, other] = [new TableLedger(home, true), new TableLedger(home, true)]
    const coarser = telling('Bob', { court: 'court', offence: 'offence_section' })
    const entered: unknown[] = []
    const interrupted = {
      cube,
      get covered() {
        if (entered.length === 0) entered.push(other.enter([coarser], judging))
        return covered
      },
    }
    expect(one.enter([telling('Ann', fine)], interrupted)).toBe(undefined)
    expect(entered).toEqual([expect.anything()])
    expect(new TableLedger(home, true).allRecipients()).toEqual(['Bob'])
  })

  it('counts a table in every month that it was told of, whichever was first', () => {
    const ledger = new TableLedger(mkdtempSync(join(tmpdir(), 'ledger-')), true)
    const inMonth = (who: string, levels: ReleasedTable['levels'], month: number) => {
      const one = { ...table(levels), months: { first: month, last: month } }
      return ledger.enter([{ who, table: one, owed: 0.05, months: [month] }], judging)
    }
    for (const month of months) inMonth('Ann', fine, month)?.keep()
    const coarser = { court: 'court', offence: 'offence_section' }
    expect(months.map((month) => inMonth('Ann', coarser, month))).toEqual(months.map(() => undefined))
  })

  it('lets a steward raise the budget of one person, by name and within limits', () => {
    const home = mkdtempSync(join(tmpdir(), 'ledger-'))
    const [budgets, ledger] = [new Budgets(home), new TableLedger(home, true)]
    const coarser = { court: 'court', offence: 'offence_section' }
    ledger.enter([telling('Ann', fine)], judging)?.keep()
    budgets.raise('Ann', 0.6, 'the steward', new Date())
    expect(ledger.enter([telling('Bob', coarser)], judging)).toBe(undefined)
    expect(ledger.enter([telling('Ann', coarser)], judging)).toBeDefined()
    for (const wrong of [0, defaultBudgets.own / 2, 1.5, Number.NaN])
      expect(() => budgets.raise('Ann', wrong, 'the steward', new Date())).toThrow(
        expect.objectContaining({ code: 'BAD_PARAMETER' }),
      )
  })
})
