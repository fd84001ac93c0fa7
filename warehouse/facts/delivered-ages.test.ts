import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, selectRows } from '#foundation'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { type TestHome, testHome } from '../../cli/testing/homes.ts'
import { ownJurisdiction } from '../../cli/testing/own-jurisdiction.ts'
import { deliver, registerCsv } from '../../cli/testing/registers.ts'
import { sentenceHeaders, sentencesCsv } from '../../cli/testing/sentences.ts'
import { factsFile, generationStore } from '../generations/store/store.ts'

const year = 2024
const cubes = ['custody_admissions', 'custody_releases', 'custody_stock', 'supervision_entries', 'supervision_stock']
const births = ['2012', '2006', '2000', '1999', '1990', '1989', '1970', '1950', '']

/** What a register is told of an age: the year of birth, the age at the first event, or its group as text. */
type Told = 'birth' | 'age' | 'group'
type Cells = Readonly<Record<string, string>>

const bounds: Readonly<Record<'age_band' | 'broad_age', readonly number[]>> = {
  age_band: [0, 18, 25, 35, 45, 60],
  broad_age: [0, 18, 35],
}
const codes = { age_band: ['A14', 'A18', 'A25', 'A35', 'A45', 'A60'], broad_age: ['B00', 'B18', 'B35'] }

function cellsOf(as: Told, birth: string, firstYear: number, group: 'age_band' | 'broad_age'): Cells {
  const age = firstYear - Number(birth)
  if (as === 'birth' || birth === '') return { BIRTH_YEAR: birth }
  if (as === 'age') return { BIRTH_YEAR: '', AGE: String(age) }
  const place = bounds[group].findLastIndex((from) => age >= from)
  return { BIRTH_YEAR: '', GROUP: codes[group][place] ?? '' }
}

const tests: TestHome[] = []
afterEach(() => {
  for (const test of tests.splice(0)) test.remove()
})

/** Lets a contract take one more column. */
function addColumn(folder: string, register: string, line: string): void {
  const path = join(folder, 'contracts', `${register}.yaml`)
  writeFileSync(path, readFileSync(path, 'utf8').replace('\n  birth_year:', `\n  ${line}\n  birth_year:`))
}

const ageLine = 'age: { from: [AGE], type: integer, range: [0, 120], optional: true }'
const groupLine = (group: string) => `${group}: { from: [GROUP], type: code, optional: true }`

/** People of each cube by period and group of age. */
async function countedIn(home: string): Promise<Readonly<Record<string, unknown>>> {
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection(async (connection) => {
      const facts = factsFile(home, generationStore.current(home)?.id ?? '')
      await connection.run(`attach ${quoteLiteral(facts)} as facts (read_only)`)
      const found: Record<string, unknown> = {}
      for (const cube of [...cubes, 'sentences']) {
        const group = cube === 'sentences' ? 'age_band' : 'broad_age'
        const sql = `select quarter, ${group}::varchar as age, count(*) as n from facts.counted.${cube} group by all order by all`
        found[cube] = await selectRows(connection, sql)
      }
      return found
    })
  } finally {
    engine.close()
  }
}

/** The same people in three registers. */
function deliverPeople(test: TestHome, as: Told, firstYear: number): void {
  const released = { RELEASED_ON: `15.11.${year}`, RELEASE_REASON: '1' }
  const rows = (group: 'age_band' | 'broad_age', cells: (at: number) => Cells) =>
    births.map((birth, at) => ({ ...cellsOf(as, birth, firstYear, group), ...cells(at) }))
  const began = `10.01.${firstYear}`
  const period = ['2020-01-01', '2024-12-31'] as const
  const prisoners = rows('broad_age', (at) => ({
    PERSON_ID: `P${at}`,
    ADMITTED_ON: began,
    STATUS_FROM: began,
    ...(at % 2 ? released : {}),
  }))
  const clients = rows('broad_age', (at) => ({
    PERSON_ID: `P${at}`,
    CASE_ID: `C${at}`,
    REGISTERED_ON: began,
    STARTS_ON: began,
  }))
  const judged = rows('age_band', (at) => ({
    PERSON_ID: `P${at}`,
    CASE_ID: `C${at}`,
    SENTENCED_ON: `10.02.${year}`,
    IN_FORCE_ON: `10.03.${year}`,
  }))
  const own = as === 'birth' ? [] : [as === 'age' ? 'AGE' : 'GROUP']
  deliver(test, 'sentences', sentencesCsv(judged, [...sentenceHeaders, ...own]), { period })
  deliver(test, 'custody', registerCsv('custody', prisoners), { period })
  deliver(test, 'supervision', registerCsv('supervision', clients), { period })
}

/** All figures by groups of age of the same people, whose stays began in a year. */
async function figures(as: Told, firstYear: number): Promise<Readonly<Record<string, unknown>>> {
  const test = testHome()
  tests.push(test)
  const jurisdiction = ownJurisdiction(test)
  for (const [register, group] of [
    ['sentences', 'age_band'],
    ['custody', 'broad_age'],
    ['supervision', 'broad_age'],
  ] as const) {
    if (as === 'age') addColumn(jurisdiction, register, ageLine)
    if (as === 'group') addColumn(jurisdiction, register, groupLine(group))
  }
  deliverPeople(test, as, firstYear)
  await runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date('2025-02-01T02:30:00Z') })
  return await countedIn(test.home)
}

describe('figures by age', { timeout: 120_000 }, () => {
  it('are the same by ages at the event as by years of birth, also after years', async () => {
    // A sentence has the age on its own day.
    const { sentences: _, ...byBirth } = await figures('birth', 2021)
    const { sentences: __, ...byAge } = await figures('age', 2021)
    expect(Object.values(byBirth).flat()).not.toEqual([])
    expect(byAge).toEqual(byBirth)
  })

  it('are the same by delivered groups as by the years of birth of the same people', async () => {
    const byBirth = await figures('birth', year)
    expect(await figures('group', year)).toEqual(byBirth)
    expect(JSON.stringify(byBirth['sentences'])).toMatch(/A14.*A18.*A25.*A60/)
  })
})
