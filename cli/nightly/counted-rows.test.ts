import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configurationFaults } from '#dashboards'
import { Engine, faultsIn, packagePath, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { factsFile, generationStore, measureAvailability, type RunReport } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { mongolianExtract } from '../testing/mongolian.ts'

let homes: TestHome[] = []
beforeEach(() => {
  homes = [testHome(), testHome()]
})
afterEach(() => {
  for (const { remove } of homes) remove()
})

/** The jurisdiction of the Mongolian extract, sent as a whole each time, with changes of its contract. */
function jurisdictionOf({ incoming }: TestHome, more = '', change = (contract: string) => contract): string {
  const folder = join(incoming, '..', 'mn')
  cpSync(packagePath('jurisdictions', 'mn'), folder, { recursive: true })
  const path = join(folder, 'contracts', 'sentences.yaml')
  const contract = readFileSync(path, 'utf8').replace('mode: append', 'mode: full')
  writeFileSync(path, `${change(contract)}\n${more}\n`)
  return folder
}

const entries = `
register: supervision
owner: { en: Probation, ru: Пробация, ky: Пробация }
row: people who came under supervision on one day
files: "entries*"
delivery: { mode: full, key: content, date_column: registered_on, coverage: { from: 2024-01-01, to: 2024-12-31 } }
columns:
  registered_on: { from: DAY, type: date, format: "%Y-%m-%d" }
  kind: { from: KIND, type: code }
count: { from: N }
`

const byCount = 'count: { from: [people, number] }'

/** The same people as a table of counts: equal lines together, with their number. */
function counts(extract: string): string {
  const [header = '', ...lines] = extract.trimEnd().split('\n')
  const groups = new Map<string, number>()
  for (const line of lines) groups.set(line, (groups.get(line) ?? 0) + 1)
  return [`${header},people`, ...[...groups].map(([line, count]) => `${line},${count}`)].join('\n')
}

const sexes = ['male', 'female', '']
const nameOf = (sex: string) => `people ${sex || 'not known'}`

/** A table of counts with a column for each sex: each other line is one row, and a sex that it lacks has an empty cell. */
function wide(table: string): string {
  const [header = '', ...lines] = table.split('\n')
  const at = header.split(',').indexOf('gender')
  const rows = new Map<string, string[]>()
  for (const line of lines) {
    const cells = line.split(',')
    const [sex = '', count = ''] = [cells[at], cells.at(-1)]
    const others = cells.slice(0, -1).toSpliced(at, 1).join(',')
    const counts = rows.get(others) ?? sexes.map(() => '')
    rows.set(others, counts.with(sexes.indexOf(sex), count))
  }
  const names = header.split(',').slice(0, -1).toSpliced(at, 1)
  return [
    [...names, ...sexes.map(nameOf)].join(','),
    ...[...rows].map(([others, counts]) => [others, ...counts].join(',')),
  ].join('\n')
}

async function night({ run, deliver, incoming }: TestHome, jurisdiction: string, text: string): Promise<RunReport> {
  deliver('mongolia-sentencing-2020-2026.csv', text)
  const { out, err } = await run('nightly', '--incoming', incoming, '--jurisdiction', jurisdiction, '--json')
  if (out === '') throw new Error(err)
  return JSON.parse(out)
}

/** How many people each cell of each cube holds. */
async function cellsOf({ home }: TestHome): Promise<Readonly<Record<string, unknown>>> {
  const engine = await Engine.open({ path: factsFile(home, generationStore.currentId(home) ?? ''), readOnly: true })
  try {
    return await engine.withConnection(async (connection) => {
      const cubes = await selectRows<{ name: string }>(
        connection,
        `select view_name as name from duckdb_views() where schema_name = 'counted' order by name`,
      )
      const cells: Record<string, unknown> = {}
      for (const { name } of cubes) {
        const columns = `columns(c -> c not in ('unit_id', 'case_id', 'person_id'))`
        const sql = `select count(*) as records, ${columns} from counted.${name} group by all order by all`
        cells[name] = await selectRows(connection, sql)
      }
      return cells
    })
  } finally {
    engine.close()
  }
}

describe('a row that stands for several people', () => {
  it('counts as that many rows of one person each, also after a corrected table', async () => {
    const [rows, table] = homes as [TestHome, TestHome]
    const [plain, counted] = [jurisdictionOf(rows), jurisdictionOf(table, byCount)]
    for (const extract of [mongolianExtract(900), mongolianExtract(700)]) {
      const reports = [await night(rows, plain, extract), await night(table, counted, counts(extract))]
      expect(reports.map(({ refusals, decision }) => [decision, refusals])).toEqual(Array(2).fill(['published', []]))
      expect(await cellsOf(table)).toEqual(await cellsOf(rows))
    }
    const listed = await table.run('deliveries', 'list', '--json')
    expect(JSON.parse(listed.out).deliveries).toMatchObject([{ state: 'partly_superseded' }, { state: 'current' }])
    expect((await table.run('doctor')).out).toContain('ok    facts: those that are served can be read')
  })

  it('may stand in a wide table, also after a corrected one', async () => {
    const [long, table] = homes as [TestHome, TestHome]
    const columns = sexes.map((sex) => `"${nameOf(sex)}": { gender: "${sex}" }`).join(', ')
    const unpivot = `unpivot: { columns: { ${columns} }, value: people, empty: no row }`
    const [counted, unpivoted] = [jurisdictionOf(long, byCount), jurisdictionOf(table, `${byCount}\n${unpivot}`)]
    for (const extract of [mongolianExtract(900), mongolianExtract(700)]) {
      const [{ deliveries }, { decision, ...report }] = [
        await night(long, counted, counts(extract)),
        await night(table, unpivoted, wide(counts(extract))),
      ]
      expect(decision).toBe('published')
      expect(report.deliveries[0]?.account).toEqual(deliveries[0]?.account)
      expect(await cellsOf(table)).toEqual(await cellsOf(long))
    }
  })

  it.each([
    ['missing', '', 'MISSING_VALUE:records'],
    ['negative', '-1', 'OUT_OF_RANGE:records'],
    ['a fraction', '2.5', 'NOT_A_WHOLE_NUMBER:records'],
    ['a sum of millions', '1000001', 'OUT_OF_RANGE:records'],
    ['masked', '<5', 'NOT_A_WHOLE_NUMBER:records'],
  ])('is quarantined where the count is %s', async (_, cell, reason) => {
    const [, home] = homes as [TestHome, TestHome]
    const [header, ...lines] = counts(mongolianExtract(300)).split('\n')
    const [first = '', ...others] = lines
    const wrong = [header, first.replace(/\d+$/, cell), ...others].join('\n')
    const { deliveries } = await night(home, jurisdictionOf(home, byCount), wrong)
    expect(deliveries[0]?.reasons).toEqual({ [reason]: 1 })
  })

  it('adds nobody where it counts 0, and counts its people in limits', async () => {
    const [, home] = homes as [TestHome, TestHome]
    const [header, first = '', ...others] = counts(mongolianExtract(300)).split('\n')
    const empty = [header, first.replace(/\d+$/, '0'), ...others].join('\n')
    const own = Number(first.split(',').at(-1))
    await night(home, jurisdictionOf(home, byCount), empty)
    const { sentences } = (await cellsOf(home)) as { sentences: readonly { records: number }[] }
    expect(sentences.reduce((sum, { records }) => sum + records, 0)).toBe(300 - own)
  })

  it('is not the sum of all others', async () => {
    const [, home] = homes as [TestHome, TestHome]
    const [header = '', ...lines] = counts(mongolianExtract(300)).split('\n')
    const at = header.split(',').indexOf('court_id')
    const total = lines.map((line) =>
      line
        .split(',')
        .map((cell, place) => (place === at ? 'court_00' : cell))
        .join(','),
    )
    const doubled = [header, ...lines, ...total].join('\n')
    const { decision, ...report } = await night(home, jurisdictionOf(home, byCount), doubled)
    expect(decision).toBe('blocked')
    expect(JSON.stringify(report)).toMatch(/"code":"SUM_AMONG_ROWS"[^}]*"found":300[^}]*"subject":"court"/)
  })

  it('is not mixed with rows of one person', async () => {
    const [home] = homes as [TestHome, TestHome]
    await night(home, jurisdictionOf(home), mongolianExtract(300))
    const { code, err } = await home.run(
      'nightly',
      '--incoming',
      home.incoming,
      '--jurisdiction',
      jurisdictionOf(home, byCount),
    )
    expect(code).toBe(1)
    expect(err).toContain('UPGRADE_IMPOSSIBLE')
  })

  it('is an entry into supervision of its own, and tells of nobody who comes again', async () => {
    const [home] = homes as [TestHome]
    const folder = join(home.incoming, '..', 'kg')
    cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
    rmSync(join(folder, 'contracts'), { recursive: true })
    mkdirSync(join(folder, 'contracts'))
    writeFileSync(join(folder, 'contracts', 'supervision.yaml'), entries)
    const profile = join(folder, 'jurisdiction.yaml')
    const text = readFileSync(profile, 'utf8').replace(/closes_quarter:[^\]]*\]/, 'closes_quarter: [supervision]')
    writeFileSync(profile, text)
    home.deliver('entries.csv', 'DAY,KIND,N\n2024-03-01,2,7\n2024-03-02,2,5\n2024-03-02,1,0\n')
    const { out } = await home.run('nightly', '--incoming', home.incoming, '--jurisdiction', folder)
    expect(out).toContain('Published')
    const available = measureAvailability(loadJurisdiction(folder)).filter(({ isAvailable }) => isAvailable)
    expect(available.map(({ dataset, measure }) => `${dataset}.${measure}`)).toEqual(['supervision.entries'])
    const { supervision_entries: cells } = (await cellsOf(home)) as Record<string, readonly { records: number }[]>
    expect(cells?.map(({ records }) => records)).toEqual([12])
  })

  const faultsOf = (...changes: Parameters<typeof jurisdictionOf>) => {
    try {
      loadJurisdiction(jurisdictionOf(...changes))
      return []
    } catch (error) {
      return faultsIn(error).map(({ message }) => message)
    }
  }

  it('has no units that could be averaged: each of them would be rounded by itself', () => {
    const [home] = homes as [TestHome]
    const folder = jurisdictionOf(home, byCount)
    const units = `  sentences_units:
    dimensions: [year, unit, sanction_class]
    non_additive_dimensions: [unit]
    decoys: { swap: [sanction_class], match_on: [unit] }
`
    const path = join(folder, 'disclosure.yaml')
    writeFileSync(path, `${readFileSync(path, 'utf8')}${units}`)
    const faults = () => configurationFaults(folder, join(home.home, 'pack')).map(({ message }) => message)
    expect(faults()).toEqual([expect.stringContaining('cannot be public without')])
  })

  it('has no key of one person, and is not added to the row that it corrects', () => {
    const [first, second] = homes as [TestHome, TestHome]
    const withKey = (contract: string) =>
      contract.replace('columns:\n', 'columns:\n  person_key: { from: id, type: key }\n')
    expect(faultsOf(first, byCount, withKey)).toEqual([expect.stringContaining('has no key of one')])
    const appended = (contract: string) => contract.replace('mode: full', 'mode: append')
    expect(faultsOf(second, byCount, appended)).toEqual([expect.stringContaining('corrected count')])
  })
})
