import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#foundation'
import { generationStore, listRuns, readRunReport } from '#warehouse'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { faultAt, nightProcess } from '../testing/processes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => test.remove())

/** Code that ends a night before a change of its home: 0 is the switch to the new generation, 1 the change after it. */
function killerAt(home: string, change: number): string {
  return faultAt(home, { kind: 'kill', change, from: 'CURRENT.json' })
}

/** A year of sentences in two files of one delivery; of one of them nobody can read the days, so it is quarantined. */
function deliverYear(year: number): void {
  const files = [1, 2].map((half) => {
    const rows = soundRows(200).map((row, index) => ({
      ...row,
      CASE_ID: `C${year}${half}K${index}`,
      SENTENCED_ON: `05.03.${year}`,
      IN_FORCE_ON: '',
      DAYS: half === 1 && index === 7 ? 'many' : '365',
    }))
    const [name, text] = [`court_sentences_${half}.csv`, sentencesCsv(rows)]
    test.deliver(`${year}/${name}`, text)
    return { name, sha256: sha256(text), rows: rows.length }
  })
  const manifest = { register: 'sentences', period: { from: `${year}-01-01`, to: `${year}-12-31` }, files }
  test.deliver(`${year}/manifest.json`, JSON.stringify(manifest))
}

/** A copy of the home and of what waits for it. */
function copyOf(name: string): { home: string; incoming: string } {
  const copy = { home: join(test.home, '..', name), incoming: join(test.home, '..', `${name}-incoming`) }
  cpSync(test.home, copy.home, { recursive: true })
  cpSync(test.incoming, copy.incoming, { recursive: true })
  return copy
}

const filesIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : []

describe('a night that is killed at any moment from the switch of generations on', () => {
  beforeEach(async () => {
    deliverYear(2023)
    expect(await nightProcess(test.home, test.incoming)).toMatchObject({ end: 0 })
    deliverYear(2024)
  })

  it('has its report and its quarantined rows, and the next night leaves nothing behind', async () => {
    const undisturbed = copyOf('undisturbed')
    expect(await nightProcess(undisturbed.home, undisturbed.incoming)).toMatchObject({ end: 0 })
    const quarantine = filesIn(join(undisturbed.home, 'quarantine'))
    expect(quarantine.filter((name) => name.endsWith('.parquet'))).toHaveLength(2)
    const [first] = listRuns(test.home)
    for (let change = 0, code: unknown = 'SIGKILL'; code === 'SIGKILL'; change++) {
      const { home, incoming } = copyOf(`killed-${change}`)
      code = (await nightProcess(home, incoming, killerAt(home, change))).end
      const isServed = change > 0
      const runs = listRuns(home).filter((run) => run !== first)
      expect(runs, `runs after change ${change}`).toHaveLength(isServed ? 1 : 0)
      await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date() })
      const served = generationStore.current(home)
      expect(generationStore.list(home).map(({ number }) => number)).toEqual([1, 2])
      const [, before = ''] = listRuns(home)
      expect(listRuns(home)).toHaveLength(3)
      if (!isServed)
        expect(readRunReport(home, before)).toMatchObject({ sequence: 2, refusals: [{ code: 'RUN_KILLED' }] })
      const [killed = ''] = isServed ? runs : listRuns(home)
      expect(readRunReport(home, killed)).toMatchObject({ decision: 'published', generation: served?.id })
      expect(filesIn(join(home, 'quarantine')), `quarantine after change ${change}`).toEqual(quarantine)
      expect(filesIn(home).filter((name) => /\.new$|unfinished/.test(name))).toEqual([])
      expect(filesIn(incoming)).toEqual([])
      if (code !== 'SIGKILL') expect(change).toBeGreaterThan(5)
    }
  }, 1_800_000)

  it('keeps its report when an earlier generation is served again before the next night', async () => {
    expect(await nightProcess(test.home, test.incoming, killerAt(test.home, 1))).toMatchObject({ end: 'SIGKILL' })
    const [killed = '', first = ''] = listRuns(test.home)
    const { generation } = readRunReport(test.home, first)
    expect((await runOn(test.home, ['generations', 'rollback', generation ?? ''])).code).toBe(0)
    expect(readRunReport(test.home, killed).decision).toBe('published')
    expect(generationStore.list(test.home)).toHaveLength(2)
  })
})
