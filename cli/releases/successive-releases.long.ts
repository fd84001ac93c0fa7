import { cpSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeService } from '#api'
import { datasetNamed, parseQuestion } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { runRelease } from './run-release.ts'

const hour = 3_600_000
const places = ['region', 'court']
const others = ['sex', 'age_band', 'offence', 'offence_section', 'sanction_class', 'length_band']
/** Everything that there is, and the years with the one at hand. */
const tables = ['', 'year'].flatMap((time) =>
  [...places, ''].flatMap((place) =>
    ['', ...others].flatMap((one) =>
      ['', ...others].map((other) => [...new Set([time, place, one, other])].filter(Boolean)),
    ),
  ),
)

let test: TestHome
beforeAll(() => {
  test = testHome()
  for (const part of ['generations', 'CURRENT.json', 'home.json', 'secrets'])
    cpSync(join(inject('kgHome'), part), join(test.home, part), { recursive: true })
})
afterAll(() => test.remove())

/** The counts that an analyst is told of each table as it was asked for, by cell; of the year at hand only, where years are told. */
async function countsOfTables(by: readonly (readonly string[])[]) {
  const log = pino({ level: 'silent' })
  const service = makeService({ home: test.home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  const answers = new Map<string, ReadonlyMap<string, number>>()
  for (const names of by) {
    const parameters = { measure: 'persons', by: names.join(), detail: 'full' }
    const question = parseQuestion(parameters, datasetNamed('sentences', service.catalog))
    const signal = new AbortController().signal
    const given = await service
      .pin('analyst', { asker: { who: 'Ann', role: 'analyst' } })
      .ask(question, signal)
      .catch(() => undefined)
    if (given === undefined || given.notes.includes('told_enough') || given.coarser !== null) continue
    const column = (name: string) => given.columns.find((one) => one.name === name)
    const rows = Array.from({ length: given.rows }, (_, row) => row)
    const cell = (row: number) => names.map((name) => String(column(name)?.values[row])).join(' ')
    const counts = rows.map((row) => [cell(row), Number(column('persons')?.values[row])] as const)
    answers.set(names.join(), new Map(counts))
  }
  await service.close()
  return answers
}

/** Through which year questions about all there is are answered, of several measures and details. */
async function throughYears(...asked: readonly (readonly [measure: string, by: string])[]) {
  const log = pino({ level: 'silent' })
  const service = makeService({ home: test.home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  const ends: (string | undefined)[] = []
  for (const [measure, by] of asked) {
    const question = parseQuestion({ measure, by, detail: 'full' }, datasetNamed('sentences', service.catalog))
    const signal = new AbortController().signal
    const given = await service.pin('analyst', { asker: { who: by, role: 'analyst' } }).ask(question, signal)
    ends.push(given.question.to)
  }
  await service.close()
  return ends
}

describe('whoever asks for all there is', () => {
  it(
    'is answered through one year for ever, by every measure and detail: two of them would tell a year',
    async () => {
      const year = '2024'
      await runRelease({ home: test.home, through: '2025-Q3', now: new Date('2025-11-14T06:00:00Z'), effort: 0.05 })
      expect(await throughYears(['persons', 'court,sanction_class'], ['persons', 'region,sex'])).toEqual([year, year])
      await runRelease({ home: test.home, through: '2025-Q4', now: new Date('2026-02-14T06:00:00Z'), effort: 0.05 })
      const later = await throughYears(
        ['custodial_share', 'court'],
        ['persons', 'region,sanction_class'],
        ['persons', 'court,sanction_class'],
      )
      expect(later).toEqual([year, year, year])
    },
    hour,
  )
})

describe('an analyst who subtracts what two releases tell', () => {
  it(
    'is told the new quarter by no table of all there is, and by none of the year at hand',
    async () => {
      await runRelease({ home: test.home, through: '2026-Q2', now: new Date('2026-08-14T06:00:00Z'), effort: 0.05 })
      const before = await countsOfTables(tables)
      await runRelease({ home: test.home, through: '2026-Q3', now: new Date('2026-11-14T06:00:00Z'), effort: 0.05 })
      const now = await countsOfTables(tables)
      const both = [...now].filter(([name]) => before.has(name))
      const changes = both.flatMap(([name, cells]) =>
        [...cells].flatMap(([cell, count]) => {
          const change = count - (before.get(name)?.get(cell) ?? 0)
          return change === 0 ? [] : [{ name, cell, change }]
        }),
      )
      expect(both.length).toBeGreaterThan(3)
      expect(changes.filter(({ change }) => Math.abs(change) < 5)).toEqual([])
    },
    hour,
  )
})
