import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import {
  acceptLedgerGap,
  Budgets,
  datasetNamed,
  type Parameters,
  parseQuestion,
  TableLedger,
  writeLedgerGap,
} from '#warehouse'
import type { Service } from '../service/service.ts'
import { type AttackedHome, attackedHome } from '../testing/attacked-home.ts'
import { AnalystAttacker } from './analyst-attacker.ts'
import { askEveryTable, askEveryWindow } from './ways.ts'

/** January 2025 to the end of the release, September 2026. */
const months = { first: 2025 * 12, last: 2026 * 12 + 8 }
const year = { from: '2025-01', to: '2025-12' }
const courtAge = ['court', 'age_band']

let attacked: AttackedHome
beforeEach(() => {
  attacked = attackedHome(inject('kgHome'))
})
afterEach(() => attacked.remove())

const alone = () => 'one analyst'
const five = (at: number) => `analyst ${at % 5}`

async function ask(service: Service<'analyst' | 'officer'>, who: string, parameters: Parameters) {
  const question = parseQuestion({ measure: 'persons', ...parameters }, datasetNamed('sentences', service.catalog))
  return await service.pin('analyst', { asker: { who, role: 'analyst' } }).ask(question, AbortSignal.timeout(30_000))
}

describe('least squares over the answers of analysts', () => {
  it('recover at most 15 % of small cells by every window of 15 months', async () => {
    const attacker = new AnalystAttacker(attacked.service, courtAge, months)
    await askEveryWindow(attacker, courtAge.join(), { first: months.first, last: months.first + 14 }, alone)
    const { small, exact } = await attacker.judge([...courtAge, 'month'], year)
    expect([attacker.answered, attacker.refused, small > 1000]).toEqual([120, 0, true])
    expect(exact).toBeLessThanOrEqual(0.15)
  })

  it.each([
    ['one', alone, 0.15],
    ['five', five, 0.2],
  ] as const)('recover little by every table and filter, for %s of them', async (_, who, max) => {
    const attacker = new AnalystAttacker(attacked.service, ['court', 'sex', 'age_band'], months)
    // One code after the other instead of all at once.
    for (const [at, sex] of ['F', 'M'].entries())
      await attacker.ask(who(at), { by: 'court,age_band,month', sex, ...year })
    await askEveryTable(attacker, ['court', 'region', 'sex', 'age_band'], year, who)
    for (const by of [courtAge, ['court', 'sex', 'age_band']])
      for (const time of ['month', 'quarter']) {
        const { small, exact } = await attacker.judge([...by, time], year)
        expect(small).toBeGreaterThan(300)
        expect(exact, `${by} ${time}`).toBeLessThanOrEqual(max)
      }
  })
})

describe('the guard of analysts', () => {
  const fine = { by: 'court,offence,month', detail: 'full' }

  it('knows a question again however it is written', async () => {
    const { service } = attacked
    const first = await ask(service, 'Ann', { ...fine, ...year })
    expect(first.coarser).toBe(null)
    for (const same of [
      { from: '2025', to: '2025' },
      { from: '2025-Q1', to: '2025-Q4' },
    ])
      expect((await ask(service, 'Ann', { ...fine, by: 'month,offence,court', ...same })).rows).toBe(first.rows)
    expect((await ask(service, 'Bob', { ...fine, ...year })).coarser).toEqual(first.coarser)
  })

  it('answers the next coarser period or group, and says so', async () => {
    const asked = { by: 'court', from: '2025-02', to: '2025-05' }
    const { coarser, notes, question } = await ask(attacked.service, 'Ann', asked)
    expect(notes.slice(0, 2)).toEqual(['told_enough', 'longer_period'])
    expect([coarser, question.from, question.to]).toEqual([['court'], '2025', '2025'])
  })

  it('tells no few people as the other side of a share', async () => {
    const { service } = attacked
    const parts = ['court,quarter', 'court,sex,year', 'region,offence_section,year', 'region,age_band,quarter']
    const others: number[] = []
    for (const measure of ['custodial_share', 'noncustodial_share'])
      for (const by of parts) {
        const given = await ask(service, 'Ann', { measure, by, detail: 'full' })
        if (!given.notes.includes('left_out')) continue
        const column = (name: string) => [...(given.columns.find((one) => one.name === name)?.values ?? [])].map(Number)
        const [shares, wholes] = [column(measure), column(`${measure}_n`)]
        others.push(...wholes.map((whole, row) => whole * (1 - (shares[row] ?? 0))))
      }
    expect(others.length).toBeGreaterThan(100)
    expect(others.filter((rest) => Math.round(rest) < 10)).toEqual([])
  })

  it('counts what a person was told, whichever token they came with', async () => {
    const { service, home } = attacked
    for (const token of ['token:1:Ann', 'token:2:Ann', 'token:3:Bob']) await ask(service, token, { ...fine, ...year })
    expect(new TableLedger(home, true).allRecipients()).toEqual(['token:Ann', 'token:Bob'])
    new Budgets(home).raise('token:2:Ann', 0.6, 'the steward', new Date())
    expect(new Budgets(home).of('token:9:Ann').own).toBe(0.6)
  })

  it('says that the common budget forbids, to whoever asks for the first time, until a steward raises it', async () => {
    const { service } = attacked
    expect((await ask(service, 'Ann', { ...fine, ...year })).notes).not.toContain('told_enough')
    const bySex = { by: 'court,offence,sex,month', detail: 'full', ...year }
    expect((await ask(service, 'Bob', bySex)).notes.slice(0, 2)).toEqual(['told_enough', 'budget_common'])
    new Budgets(attacked.home).raise('Bob', 0.6, 'the steward', new Date())
    expect((await ask(service, 'Bob', bySex)).notes).not.toContain('told_enough')
  })

  it('forgets nothing by a restore: no further small cells are told until a steward accepts what is not known', async () => {
    const { service, home } = attacked
    const known = await ask(service, 'Ann', { ...fine, ...year })
    mkdirSync(join(home, 'access'), { recursive: true })
    writeLedgerGap(home, '2026-11-20T00:00:00Z')
    expect(await ask(service, 'Ann', { ...fine, ...year })).toEqual(known)
    expect((await ask(service, 'Bob', { ...fine, ...year })).notes.slice(0, 2)).toEqual([
      'told_enough',
      'budget_restored',
    ])
    acceptLedgerGap(home, 'the steward', new Date())
    expect((await ask(service, 'Bob', { ...fine, ...year })).notes).not.toContain('told_enough')
    expect(acceptLedgerGap(home, 'the steward', new Date())).toBeUndefined()
  })

  it('tells no row of nobody, and no few persons in a table of many', async () => {
    const { service } = attacked
    for (const by of ['court,offence,month', 'region,sanction_class,year']) {
      const { columns, rows } = await ask(service, 'Ann', { by, detail: 'full', ...year })
      const persons = [...(columns.find(({ name }) => name === 'persons')?.values ?? [])].map(Number)
      expect(persons.length).toBe(rows)
      expect(Math.min(...persons)).toBeGreaterThan(0)
    }
    const { notes, columns } = await ask(service, 'Ann', { by: 'region,sanction_class,year' })
    expect(notes).toContain('left_out')
    expect(Math.min(...[...(columns.find(({ name }) => name === 'persons')?.values ?? [])].map(Number))).toBe(10)
  })

  it('lets nobody close the door for others, by answers or by refusals', async () => {
    const { service } = attacked
    for (const to of ['2025-02', '2025-03', '2025-04', '2025-05', '2025-06', '2025-09'])
      for (const by of ['', 'court', 'court,age_band', 'offence'])
        await ask(service, 'Ann', { by, from: '2025-01', to })
    for (let time = 0; time < 5; time++)
      await expect(ask(service, 'Ann', { from: '2026-01', to: 'aaa' })).rejects.toMatchObject({ code: 'BAD_PERIOD' })
    const ordinary = ['', 'year', 'court,year', 'region,month', 'region,sanction_class,year', 'sex,age_band,year']
    for (const by of ordinary) expect((await ask(service, 'Bob', { by, ...year })).coarser, by).toBe(null)
    expect((await ask(service, 'Bob', { from: '2025-01', to: '2025-12' })).coarser).toBe(null)
  })

  it('remembers over processes what was told, and forgets what was not given out', async () => {
    const { service } = attacked
    const gone = AbortSignal.abort()
    const question = parseQuestion(
      { measure: 'persons', ...fine, by: 'court,offence,quarter', ...year },
      datasetNamed('sentences', service.catalog),
    )
    const asker = { who: 'Ann', role: 'analyst' } as const
    await expect(service.pin('analyst', { asker }).ask(question, gone)).rejects.toThrow()
    const reported = await ask(service, 'Ann', { ...fine, ...year })
    const others = attacked.another()
    const known = await ask(others, 'Bob', { ...fine, by: 'court,offence,quarter', ...year })
    expect(reported.coarser).toBe(null)
    expect(known.coarser).not.toBe(null)
  })
})
