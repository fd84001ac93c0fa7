import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { generationStore, releaseStore } from '#warehouse'
import { readBoards } from '../dashboards/boards/board.ts'
import { isOfEarlierVersion, storedMeaning } from '../warehouse/versions/stored-meaning.ts'
import { readConfiguration } from './configuration.ts'
import { runNightly } from './nightly/run-nightly.ts'
import { runRebuild } from './rebuild/run-rebuild.ts'
import { runRelease } from './releases/run-release.ts'
import { startServer } from './server/start-server.ts'
import { answersOf, differences, type FrozenAnswer } from './testing/frozen-answers.ts'
import { frozenPath, sendAgain, thawFiles, thawJson } from './testing/frozen-files.ts'
import { runUpgrade } from './upgrade/run-upgrade.ts'

// What version 622cec7 made and answered. Where a later version is right to answer otherwise, it says so in `changed`.

const version = '622cec7'
const changed: readonly RegExp[] = [
  // Snapshots left out the population and the places of the year that went on, and a rate over both years was one of the
  // first year's population alone. Now snapshots hold both; where a year is not known, that is told.
  /^analyst sentences persons,rate_per_100k by /,
  /^analyst custody_stock (rate_per_100k|occupancy) by quarter: /,
  /^analyst population persons by year[a-z_,]*: rows were /,
  // A median of lengths in bands is told with its band, and its interval holds whole bands.
  /^(public|analyst) sentences [a-z_,]*median_length_months by [a-z_,]*: columns are new: median_length_months_band_from,median_length_months_band_to$/,
  /^(public|analyst) sentences [a-z_,]*median_length_months by [a-z_,]*: median_length_months_(lower|upper) is another /,
  /^(public|analyst) sentences [a-z_,]*median_length_months by [a-z_,]*: notes were .*, are .*banded/,
  // Medians, whose bands have few people in a quarter, are told for whole years: the next release would tell the difference.
  /^analyst sentences [a-z_,]*median_length_months by : [a-z_]+ is another in /,
  // Analysts are told no rows of nobody or of few persons in tables of many, and coarser tables where others tell enough.
  /^analyst [a-z_]+ [a-z_0-9,]+ by [a-z_,]*: (rows were|notes were|columns are) /,
  // A share tells its other side: of few people it is told no more than the share of few.
  /^analyst (services completed_share|supervision completion_share,revocation_share) by [a-z_,]*: was answered, is ONLY_COARSER$/,
  // Officers were told of years that no extract covers, under the name of those that they do.
  /^officer (activities activities|supervision entries) by [a-z_,]*: (activities|entries|rows|notes)/,
]

// A release of today draws the decoys of a new quarter otherwise: what the public reads of it is another rounding of the same
// counts. It also knows the error of protection of each table, where its version knew one of a whole cube.
const newDecoys = [
  /^public [a-z_]+ [a-z_0-9,]+ by [a-z_,]*: [a-z_0-9]+ is another in /,
  /^public sentences[a-z_]* [a-z_0-9,]+ by [a-z_,]*: (rows|notes) were /,
]

const night = new Date('2026-10-20T02:30:00Z')
const nightly = (home: string, incoming: string, more = {}) => runNightly({ home, incoming, now: night, ...more })

const work = mkdtempSync(join(tmpdir(), 'taraza-frozen-'))
const [kg, mn, tables, next] = ['kg', 'mn', 'tables', 'next'].map((name) => join(work, name)) as [
  string,
  string,
  string,
  string,
]
const homes = { kg, mn }
const answered = (name: string) => thawJson<FrozenAnswer[]>(frozenPath(version, `${name}.answers`))

/** What a server says to the public before, during and after some work on its home. */
async function besideServer<T>(home: string, work: () => Promise<T>): Promise<{ done: T; answers: string[] }> {
  const server = await startServer(readConfiguration({ TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }))
  const answers: string[] = []
  const ask = async () =>
    answers.push(await (await fetch(`${server.url}/v1/data/sentences?measure=persons&by=year`)).text())
  try {
    await ask()
    let isDone = false
    const asking = (async () => {
      while (!isDone) {
        await setTimeout(100)
        await ask()
      }
    })()
    const done = await work().finally(() => {
      isDone = true
    })
    await asking
    await ask()
    return { done, answers }
  } finally {
    await server.close()
  }
}

beforeAll(() => {
  thawFiles(frozenPath(version, 'kg.home'), kg)
  thawFiles(frozenPath(version, 'mn.home'), mn)
  thawFiles(frozenPath(version, 'kg.next'), next)
  thawFiles(frozenPath(version, 'tables'), tables)
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

describe('a home of an earlier version', () => {
  it('answers the public and analysts as it did, before it is upgraded', async () => {
    for (const name of ['kg', 'mn'] as const) {
      const before = answered(name).filter(({ level }) => level !== 'officer')
      expect(differences(before, await answersOf(homes[name], ['public', 'analyst']), changed)).toEqual([])
    }
  })

  it('needs an upgrade before it goes on', async () => {
    expect(isOfEarlierVersion(generationStore.current(kg) ?? { meaning: storedMeaning })).toBe(true)
    await expect(nightly(kg, next)).rejects.toMatchObject({ code: 'UPGRADE_NEEDED' })
    await expect(runRelease({ home: kg, now: night })).rejects.toMatchObject({ code: 'UPGRADE_NEEDED' })
  })

  it('is upgraded without its archive, and answers officers as it did', async () => {
    for (const name of ['kg', 'mn'] as const) {
      const home = homes[name]
      const before = generationStore.current(home)
      const archive = [join(home, 'archive'), join(work, `${name}-archive`)] as const
      renameSync(...archive)
      const { done, answers } = await besideServer(home, () => runUpgrade({ home, hasBackup: true, now: night }))
      expect(done).toMatchObject({ decision: 'upgraded' })
      expect(new Set(answers).size).toBe(1)
      expect(answers.length).toBeGreaterThan(3)
      expect(JSON.parse(answers[0] ?? '')).toMatchObject({ level: 'public', dataset: 'sentences' })
      expect(generationStore.current(home)).toMatchObject({ number: (before?.number ?? 0) + 1, meaning: storedMeaning })
      cpSync(archive[1], archive[0], { recursive: true })
      const asked = answered(name).filter(({ level }) => level === 'officer')
      expect(differences(asked, await answersOf(home, ['officer']), changed)).toEqual([])
    }
  })

  it('holds the rows and fingerprints that its archive comes to', async () => {
    for (const home of [kg, mn])
      expect(await runRebuild({ home, now: night, dryRun: true })).toMatchObject({ isEqual: true, missing: [] })
  })

  it('knows each row that it took in when it comes again written in another way', async () => {
    for (const [home, jurisdiction] of [
      [kg, 'kg'],
      [mn, 'mn'],
    ] as const) {
      const incoming = join(work, `${jurisdiction}-again`)
      sendAgain(home, incoming)
      const { deliveries, refusals } = await nightly(home, incoming, { dryRun: true })
      expect(refusals).toEqual([])
      for (const { account } of deliveries) expect(account).toMatchObject({ accepted: 0, quarantined: 0 })
      expect(deliveries.filter(({ account }) => account.duplicate > 0).length).toBeGreaterThan(0)
    }
  })

  it.runIf(process.env['TARAZA_TEST'] === 'long')(
    'goes on: a night and a release give what its own version made of them',
    async () => {
      const before = generationStore.current(kg)
      // A night takes its files away.
      const taken = join(work, 'taken')
      cpSync(next, taken, { recursive: true })
      const { decision, refusals } = await nightly(kg, taken)
      expect(refusals).toEqual([])
      expect(decision).toMatch(/^published/)
      expect(generationStore.current(kg)?.number).toBe((before?.number ?? 0) + 1)
      await runRelease({ home: kg, now: new Date('2026-11-14T06:00:00Z'), effort: 0.5 })
      expect(releaseStore.current(kg)?.through).toBe('2026-Q3')
      const found = differences(answered('kg.next'), await answersOf(kg), [...changed, ...newDecoys])
      expect(found).toEqual([])
    },
  )
})

describe('contracts, lists, disclosure and boards of an earlier version', () => {
  const folder = (code: string) => join(tables, 'jurisdictions', code)

  it('are read', () => {
    for (const code of ['kg', 'mn']) expect(loadJurisdiction(folder(code)).contracts.size).toBeGreaterThan(0)
    expect(readBoards(join(tables, 'dashboards', 'boards')).length).toBeGreaterThan(0)
  })

  it('take in what they took in', async () => {
    const home = join(work, 'by-old-contracts')
    const report = await runNightly({ home, jurisdiction: folder('kg'), incoming: next, now: night, dryRun: true })
    expect(report.refusals).toEqual([])
    expect(report.deliveries.length).toBeGreaterThan(4)
    // A month alone has rows about people of months before.
    const faults = report.deliveries.flatMap(({ reasons }) => Object.keys(reasons))
    expect(faults.filter((fault) => !fault.startsWith('UNKNOWN_PARENT'))).toEqual([])
  })

  it('hold no code that is gone or lies elsewhere today', () => {
    for (const code of ['kg', 'mn']) {
      const today = loadJurisdiction(code).lists
      for (const [name, list] of loadJurisdiction(folder(code)).lists)
        for (const old of list.codes) {
          const now = today.get(name)?.codes.find((one) => one.code === old.code)
          expect({ name, code: now?.code, parent: now?.parent }).toEqual({ name, code: old.code, parent: old.parent })
        }
    }
  })
})
