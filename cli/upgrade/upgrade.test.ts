import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn, sha256 } from '#foundation'
import { generationStore } from '#warehouse'
import { storedMeaning } from '../../warehouse/versions/stored-meaning.ts'
import { recordedArrivals } from '../nightly/arrivals.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { changeFingerprints, sayNumbers } from '../testing/earlier-home.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runUpgrade } from './run-upgrade.ts'

let test: TestHome
beforeEach(async () => {
  test = testHome()
  keepSecrets(test.home)
  for (const [register, text] of extracts) deliver(test, register, text, described)
  expect((await nightly()).decision).toMatch(/^published/)
})
afterEach(() => test.remove())

const described = { period: ['2024-01-01', '2024-03-31'], sentAt: '2024-04-01T00:00:00Z' } as const
const extracts = [
  ['sentences', sentencesCsv(soundRows(60))],
  ['supervision', registerCsv('supervision', many(40, 'PERSON_ID', 'P'))],
  ['training', registerCsv('training', many(20, 'TRAINING_ID', 'T'))],
] as const

let minute = 0
const nightly = (more = {}) =>
  runNightly({
    ...{ home: test.home, jurisdiction: 'kg', incoming: test.incoming },
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
    ...more,
  })
const upgrade = (more = {}) => runUpgrade({ home: test.home, hasBackup: true, now: new Date(), ...more })

/** As an earlier version of the program would have left the home. */
async function asEarlier(numbers: { readonly meaning?: number; readonly schema?: number }): Promise<void> {
  await changeFingerprints(test.home, ['sentences', 'supervision'])
  sayNumbers(test.home, numbers)
}

/** The same rows in other bytes. */
function deliverAgain(): void {
  for (const [register, text] of extracts) deliver(test, register, text.replaceAll('\n', '\r\n'), described)
}

/** All files of the home with their hashes, but for the lock. */
function contentOf(home: string): Readonly<Record<string, string>> {
  const names = filesIn(home).filter((name) => name !== 'writer.lock')
  return Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(home, name)))]))
}

describe('the facts of an earlier version', () => {
  it.each([{ meaning: 1 }, { meaning: 2 }, { schema: 3 }])('are upgraded: %j', async (numbers) => {
    const original = generationStore.current(test.home)
    await asEarlier(numbers)
    deliverAgain()
    await expect(nightly()).rejects.toMatchObject({ code: 'UPGRADE_NEEDED' })
    const report = await upgrade()
    expect(report).toMatchObject({ decision: 'upgraded', from: original?.id, figures: [] })
    expect(report.registers).toEqual([
      { register: 'sentences', rows: 60, restated: 60 },
      { register: 'supervision', rows: 40, restated: 40 },
      { register: 'training', rows: 20, restated: 0 },
    ])
    const upgraded = generationStore.current(test.home)
    expect(upgraded).toMatchObject({ number: 2, meaning: storedMeaning })
    expect([upgraded?.registers, upgraded?.deliveries]).toEqual([original?.registers, original?.deliveries])
    const { deliveries } = await nightly()
    expect(deliveries.map(({ account }) => account.duplicate)).toEqual([60, 40, 20])
    expect(generationStore.list(test.home).map(({ number }) => number)).toEqual([1, 2])
  })

  it('are not touched without a backup, nor by a trial', async () => {
    await asEarlier({ meaning: 2 })
    const before = contentOf(test.home)
    await expect(upgrade({ hasBackup: false })).rejects.toMatchObject({ code: 'BACKUP_NEEDED' })
    expect(await upgrade({ hasBackup: false, dryRun: true })).toMatchObject({ decision: 'dry_run' })
    expect(contentOf(test.home)).toEqual(before)
    const backup = join(test.home, '..', 'backup')
    expect(await upgrade({ hasBackup: false, backup })).toMatchObject({
      decision: 'upgraded',
      backup: expect.stringContaining(join(backup, '000001-')),
    })
    const [name = ''] = readdirSync(backup).filter((one) => one.startsWith('000001-'))
    const { files } = JSON.parse(readFileSync(join(backup, name, 'BACKUP.json'), 'utf8'))
    const saved = Object.fromEntries(files.map((file: { path: string; sha256: string }) => [file.path, file.sha256]))
    expect(saved).toMatchObject({ 'CURRENT.json': expect.any(String), 'home.json': expect.any(String) })
    expect(before).toMatchObject(saved)
  })

  it('are upgraded once, and an upgrade of what is current does nothing', async () => {
    await asEarlier({ meaning: 2 })
    await upgrade()
    const after = contentOf(test.home)
    expect(await upgrade({ hasBackup: false })).toMatchObject({ decision: 'nothing_to_do' })
    expect(contentOf(test.home)).toEqual(after)
  })

  it('are not upgraded with another secret, without their facts, or when they are not whole', async () => {
    await asEarlier({ meaning: 2 })
    const secret = join(test.home, 'secrets', 'pseudonyms.key')
    const own = readFileSync(secret)
    writeFileSync(secret, Buffer.from(own.toReversed()))
    await expect(upgrade()).rejects.toMatchObject({ code: 'SECRET_CHANGED' })
    writeFileSync(secret, own)
    const facts = join(generationStore.folder(test.home, generationStore.currentId(test.home) ?? ''), 'facts.duckdb')
    const whole = readFileSync(facts)
    writeFileSync(facts, whole.subarray(0, whole.length / 2))
    await expect(upgrade()).rejects.toMatchObject({ code: 'GENERATION_BROKEN' })
    rmSync(facts)
    await expect(upgrade()).rejects.toMatchObject({ code: 'GENERATION_BROKEN' })
    expect(existsSync(join(test.home, 'work', 'upgrade'))).toBe(false)
  })

  it('are not carried over where keys are others: such rows would count twice', async () => {
    await asEarlier({ meaning: 2 })
    const folder = generationStore.folder(test.home, generationStore.currentId(test.home) ?? '')
    const { Engine } = await import('#foundation')
    const engine = await Engine.open({ path: join(folder, 'facts.duckdb') })
    await engine.withConnection((connection) =>
      connection.run('update sentences set row_key = uuid() where charge_no = 1'),
    )
    engine.close()
    await expect(upgrade()).rejects.toMatchObject({
      code: 'UPGRADE_IMPOSSIBLE',
      message: expect.stringMatching(/register sentences .* keys of 60 rows .*"taraza rebuild"/),
    })
  })

  it('have their arrivals in the archive afterwards', async () => {
    rmSync(join(test.home, 'archive', 'arrivals'), { recursive: true })
    await asEarlier({ meaning: 2 })
    await upgrade()
    const [night] = recordedArrivals(test.home)
    expect(night?.files.map(({ register }) => register)).toEqual(['sentences', 'supervision', 'training'])
    expect(night?.manifests[0]).toMatchObject({
      register: 'sentences',
      period: { from: '2024-01-01', to: '2024-03-31' },
    })
  })
})
