import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, faultsIn, packagePath, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { factsFile, generationStore, measureAvailability, type RunReport } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const contract = `
register: custody
owner: { en: Prisons, ru: Тюрьмы, ky: Түрмөлөр }
row: people in prison on one day
files: "census_*"
delivery: { mode: snapshot, key: content, date_column: as_of, coverage: { from: 2024-04-01, to: 2024-12-31 } }
as_of: { from: DAY, format: "%d.%m.%Y" }
columns:
  status: { from: STATUS, type: code }
  sex: { from: SEX, type: code, optional: true }
`

interface Changes {
  readonly contract?: (text: string) => string
  readonly profile?: (text: string) => string
}

/** A country whose prisons count their people once a quarter. */
function country({ contract: changed = (text) => text, profile = (text) => text }: Changes = {}): string {
  const folder = join(test.incoming, '..', 'kg')
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  const contracts = join(folder, 'contracts')
  for (const name of readdirSync(contracts)) rmSync(join(contracts, name))
  writeFileSync(join(contracts, 'custody.yaml'), changed(contract))
  const path = join(folder, 'jurisdiction.yaml')
  writeFileSync(
    path,
    profile(readFileSync(path, 'utf8').replace(/closes_quarter:[^\]]*\]/, 'closes_quarter: [custody]')),
  )
  return folder
}

const people = (day: string, untried: number, sentenced: number) => [
  ...Array.from({ length: untried }, () => `${day},1,М`),
  ...Array.from({ length: sentenced }, () => `${day},4,Ж`),
]

async function night(jurisdiction: string, lines: readonly string[]): Promise<RunReport> {
  test.deliver('census_x.csv', ['DAY,STATUS,SEX', ...lines].join('\n'))
  const { out, err } = await test.run('nightly', '--incoming', test.incoming, '--jurisdiction', jurisdiction, '--json')
  const report = out === '' ? { decision: undefined } : JSON.parse(out)
  if (report.decision === undefined) throw new Error(`${err}${out}`)
  return report
}

async function stock(): Promise<readonly string[]> {
  const path = factsFile(test.home, generationStore.currentId(test.home) ?? '')
  const engine = await Engine.open({ path, readOnly: true })
  try {
    const rows = await engine.withConnection((connection) =>
      selectRows<{ cell: string }>(
        connection,
        `select concat(quarter // 4, '-Q', quarter % 4 + 1, ' ', status, ' ', count(*)) as cell
         from counted.custody_stock group by quarter, status order by quarter, status`,
      ),
    )
    return rows.map(({ cell }) => cell)
  } finally {
    engine.close()
  }
}

const inEachQuarter = [...people('30.06.2024', 5, 20), ...people('15.08.2024', 6, 21), ...people('01.10.2024', 7, 22)]

describe('a census', () => {
  it('is the stock of the period in which its day lies, and a later one of the same days takes its place', async () => {
    const jurisdiction = country()
    const { decision } = await night(jurisdiction, inEachQuarter)
    expect(decision).toBe('published')
    expect(await stock()).toEqual([
      ...['2024-Q2 untried 5', '2024-Q2 sentenced 20', '2024-Q3 untried 6'],
      ...['2024-Q3 sentenced 21', '2024-Q4 untried 7', '2024-Q4 sentenced 22'],
    ])
    await night(jurisdiction, [...inEachQuarter.slice(1), ...people('01.10.2024', 1, 0)])
    expect((await stock())[0]).toBe('2024-Q2 untried 4')
    expect((await stock())[4]).toBe('2024-Q4 untried 8')
  })

  it('says nothing of days on which nobody was counted, whoever lets that pass', async () => {
    const jurisdiction = country()
    const { decision, ...report } = await night(jurisdiction, people('30.06.2024', 5, 20))
    expect(decision).toBe('blocked')
    expect(JSON.stringify(report)).toMatch(/"code":"CENSUS_MISSING"[^}]*"found":2[^}]*"subject":"2024-Q3"/)
    const accepted = await test.run('nightly', '--jurisdiction', jurisdiction, '--accept', 'CENSUS_MISSING')
    expect(accepted).toMatchObject({ code: 2, err: expect.stringContaining('UNKNOWN_LIMIT') })
  })

  it('knows nothing of days between, also where it says when each person came', async () => {
    const jurisdiction = country({
      contract: (text) =>
        `${text}  person_key: { from: ID, type: key }\n  admitted_on: { from: CAME, type: date, format: "%d.%m.%Y", optional: true }\n`,
    })
    const person = (day: string, id: string) => `${day},4,М,${id},05.01.2024`
    const lines = [
      person('30.06.2024', 'P1'),
      person('30.06.2024', 'P2'),
      person('01.07.2024', 'P1'),
      person('31.12.2024', 'P2'),
    ]
    test.deliver('census_x.csv', ['DAY,STATUS,SEX,ID,CAME', ...lines].join('\n'))
    await test.run('nightly', '--incoming', test.incoming, '--jurisdiction', jurisdiction)
    expect(await stock()).toEqual(['2024-Q2 sentenced 2', '2024-Q3 sentenced 1', '2024-Q4 sentenced 1'])
  })

  it('is the last one of its period', async () => {
    const months = [...people('30.04.2024', 90, 0), ...people('31.05.2024', 80, 0), ...inEachQuarter]
    await night(country(), months)
    expect((await stock())[0]).toBe('2024-Q2 untried 5')
  })

  it.each(['2024-06-30', '2024-09-30', '2024-12-31'])('is missed in the last quarter of days until %s', async (to) => {
    const until = country({ contract: (text) => text.replace('2024-04-01, to: 2024-12-31', `2024-01-01, to: ${to}`) })
    expect((await night(until, people('31.03.2024', 5, 20))).decision).toBe('blocked')
  })

  it('is the stock of the year where dates are years', async () => {
    const yearly = country({
      contract: (text) => text.replace('2024-04-01', '2024-01-01'),
      profile: (text) => text.replace('finest_period: month', 'finest_period: year'),
    })
    expect((await night(yearly, people('30.06.2024', 5, 20))).decision).toBe('published')
    expect(await stock()).toEqual(['2024-Q4 untried 5', '2024-Q4 sentenced 20'])
  })

  it('may be a table of counts', async () => {
    const counted = country({ contract: (text) => `${text}count: { from: N }\n` })
    test.deliver('census_x.csv', `DAY,STATUS,SEX,N\n30.06.2024,1,М,5\n01.07.2024,4,Ж,20\n31.12.2024,4,Ж,30`)
    await test.run('nightly', '--incoming', test.incoming, '--jurisdiction', counted)
    expect(await stock()).toEqual(['2024-Q2 untried 5', '2024-Q3 sentenced 20', '2024-Q4 sentenced 30'])
  })

  it('gives stocks alone', () => {
    const available = measureAvailability(loadJurisdiction(country()))
      .filter(({ isAvailable, dataset }) => isAvailable && dataset.startsWith('custody'))
      .map(({ dataset }) => dataset)
    expect(new Set(available)).toEqual(new Set(['custody_stock']))
  })

  it.each([
    ['without its day', (text: string) => text.replace(/as_of: \{.*\n/, ''), 'needs "as_of"'],
    ['with other days', (text: string) => `${text}  status_to: { from: R, type: date, format: "%Y" }\n`, 'one day'],
    ['dated otherwise', (text: string) => text.replace('date_column: as_of', 'date_column: status_from'), 'as_of'],
    ['of no stock', (text: string) => text.replace('register: custody', 'register: services'), 'no stock'],
    [
      'known by other columns alone',
      (text: string) => text.replace('key: content', 'key: [status, sex]'),
      'name "as_of" too',
    ],
    [
      'of two days',
      (text: string) => text.replace('as_of: { from: DAY', 'as_of: { value: 2024-06-30, from: DAY'),
      'needs either',
    ],
    ['that is none', (text: string) => text.replace('mode: snapshot', 'mode: full'), 'mode: snapshot'],
  ])('%s is a fault of the contract', (_, change, says) => {
    let found: readonly string[] = []
    try {
      loadJurisdiction(country({ contract: change }))
    } catch (error) {
      found = faultsIn(error).map(({ message }) => message)
    }
    expect(found.join('\n')).toContain(says)
  })
})
