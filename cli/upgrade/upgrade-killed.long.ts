import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn } from '#foundation'
import { generationStore, storedMeaning } from '#warehouse'
import { recordedArrivals } from '../nightly/arrivals.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { runRebuild } from '../rebuild/run-rebuild.ts'
import { changeFingerprints, sayNumbers } from '../testing/earlier-home.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { faultAt, inProcess } from '../testing/processes.ts'
import { deliver } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runUpgrade } from './run-upgrade.ts'

let test: TestHome
beforeEach(async () => {
  test = testHome()
  keepSecrets(test.home)
  const rows = soundRows(200).map((row, index) => ({ ...row, DAYS: index === 7 ? 'many' : '365' }))
  deliver(test, 'sentences', sentencesCsv(rows))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
})
afterEach(() => test.remove())

/** Kills a command at one change of files after another, each on a copy of the home, until one of them ends by itself. */
async function eachKilled(words: readonly string[], check: (home: string, change: number) => Promise<void>) {
  for (let change = 0, code: unknown = 'SIGKILL'; code === 'SIGKILL'; change++) {
    const home = join(test.home, '..', `killed-${change}`)
    cpSync(test.home, home, { recursive: true })
    code = (await inProcess(home, words, faultAt(home, { kind: 'kill', change }))).end
    expect(generationStore.current(home)?.persons).toBe(199)
    await check(home, change)
    expect(filesIn(home).filter((name) => /\.new$|unfinished|^work\/./.test(name))).toEqual([])
    expect(filesIn(home).filter((name) => name.startsWith('quarantine/'))).toHaveLength(1)
    if (code !== 'SIGKILL') expect([code, change]).toEqual([0, expect.any(Number)])
    if (code !== 'SIGKILL') expect(change).toBeGreaterThan(5)
  }
}

describe('a home that is left by a process that was killed', () => {
  it('during an upgrade is upgraded by the next one', async () => {
    const before = generationStore.current(test.home)
    await changeFingerprints(test.home, ['sentences'])
    sayNumbers(test.home, { meaning: 2 })
    await eachKilled(['upgrade', '--no-backup'], async (home) => {
      await runUpgrade({ home, hasBackup: true, now: new Date() })
      await runNightly({ home, incoming: test.incoming, now: new Date() })
      expect(generationStore.current(home)).toMatchObject({ meaning: storedMeaning, registers: before?.registers })
      expect(generationStore.list(home).map(({ number }) => number)).toEqual([1, 2])
      expect(recordedArrivals(home)).toHaveLength(1)
    })
  }, 1_800_000)

  it('during a rebuild is rebuilt by the next one', async () => {
    const before = generationStore.current(test.home)
    await eachKilled(['rebuild'], async (home) => {
      expect(await runRebuild({ home, now: new Date() })).toMatchObject({ decision: 'rebuilt', isEqual: true })
      expect(generationStore.current(home)?.registers).toEqual(before?.registers)
      expect(generationStore.list(home).length).toBeLessThanOrEqual(3)
    })
  }, 1_800_000)
})
