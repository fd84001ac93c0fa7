import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn, sha256 } from '#foundation'
import { generationStore } from '#warehouse'
import { recordedArrivals } from '../nightly/arrivals.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { deliverAll, drawing, drawnFiles, habits } from '../testing/drawn-deliveries.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runRebuild } from './run-rebuild.ts'

const isLong = process.env['TARAZA_TEST'] === 'long'

let test: TestHome
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => test.remove())

let minute = 0
const accept = ['TOO_MANY_QUARANTINED', 'VOLUME_DRIFT', 'KEY_OF_TWO_MEANINGS', 'TOO_MANY_UNMAPPED']
const nightly = (more = {}) =>
  runNightly({
    ...{ home: test.home, jurisdiction: 'kg', incoming: test.incoming, accept },
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
    ...more,
  })
const rebuild = (more = {}) => runRebuild({ home: test.home, now: new Date(Date.UTC(2026, 10, 25)), ...more })
const current = () => generationStore.current(test.home)
const quarter = (number: number) =>
  [`2024-0${3 * number - 2}-01`, `2024-0${3 * number}-30`] as unknown as readonly [string, string]

/** The only original of a register in the archive. */
function originalOf(pattern: RegExp): string {
  const archive = join(test.home, 'archive')
  return join(archive, filesIn(archive).find((name) => pattern.test(name)) ?? '')
}

/** Rows that are quarantined, by file. */
function quarantined(): readonly string[] {
  const folder = join(test.home, 'quarantine')
  return existsSync(folder) ? filesIn(folder) : []
}

describe('a rebuilt generation', () => {
  it.each(isLong ? [1, 2, 3, 4, 5, 6, 7, 8] : [1])(
    'of a whole archive equals the one of the nights, whatever came (%i)',
    async (seed) => {
      const draw = drawing(seed)
      const sent: string[] = []
      for (let night = 0; night < 4; night++) {
        const files = drawnFiles(draw).filter(() => draw.chance(0.5))
        for (const file of files) if (draw.chance(0.6)) draw.of(Object.values(habits))(file, draw)
        for (const [at, file] of files.entries())
          file.described = { ...file.described, sentAt: `2025-0${night + 1}-${10 + at}T00:00:00Z` }
        deliverAll(test, files)
        // Some come again, byte for byte, with another manifest or without one.
        for (const folder of sent.filter(() => draw.chance(0.3)))
          cpSync(folder, join(test.incoming, `again-${night}-${folder.split('/').at(-1)}`), { recursive: true })
        const copy = join(test.home, '..', `sent-${night}`)
        cpSync(test.incoming, copy, { recursive: true })
        sent.push(...readdirSync(copy).map((name) => join(copy, name)))
        await nightly()
        rmSync(test.incoming, { recursive: true })
      }
      await nightly({ retryOnly: true })
      const [before, set] = [current(), quarantined()]
      expect(recordedArrivals(test.home).length).toBeGreaterThan(2)
      const report = await rebuild()
      expect(report).toMatchObject({ decision: 'rebuilt', isEqual: true, missing: [], rolledBack: [], figures: [] })
      const { contentHash, deliveries, coverages, number } = current() ?? {}
      expect({ contentHash, coverages }).toEqual({ contentHash: before?.contentHash, coverages: before?.coverages })
      expect(deliveries?.map(({ sha256: hash, account }) => [hash, account])).toEqual(
        before?.deliveries.map(({ sha256: hash, account }) => [hash, account]),
      )
      expect(number).toBe((before?.number ?? 0) + 1)
      expect(quarantined()).toEqual(set)
      expect((await nightly({ retryOnly: true })).decision).toBe('nothing_new')
      expect(await rebuild({ dryRun: true })).toMatchObject({ decision: 'dry_run', isEqual: true })
    },
    120_000,
  )

  it('is made of manifests as they were delivered, and of files without one', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    const files = ['b', 'c'].map((name, index) => {
      const text = sentencesCsv([{ CASE_ID: `D${index}` }])
      test.deliver(`two/court_sentences_${name}.csv`, text)
      return {
        name: `court_sentences_${name}.csv`,
        sha256: sha256(text),
        rows: 1,
        totals: [{ column: 'DAYS', sum: 365 }],
      }
    })
    const period = { from: '2024-01-01', to: '2024-12-31' }
    test.deliver('two/manifest.json', JSON.stringify({ register: 'sentences', period, files }))
    await nightly()
    const [night] = recordedArrivals(test.home)
    expect(night?.files.map(({ file, manifest }) => [file, manifest])).toEqual([
      ['court_sentences_a.csv', null],
      ['court_sentences_b.csv', 0],
      ['court_sentences_c.csv', 0],
    ])
    expect(night?.manifests).toEqual([{ register: 'sentences', period, synthetic: false, files }])
    expect(await rebuild()).toMatchObject({ isEqual: true, deliveries: 3 })
  })

  it('knows a corrected period of a file that came twice', async () => {
    const text = registerCsv('training', [{}, { SEX: 'М' }])
    deliver(test, 'training', text, { period: quarter(1), sentAt: '2024-04-01T00:00:00Z' })
    await nightly()
    deliver(test, 'training', text, { period: ['2024-01-01', '2024-12-31'], sentAt: '2024-05-01T00:00:00Z' })
    expect((await nightly()).deliveries[0]?.notes).toEqual(['COVERAGE_CORRECTED'])
    expect(recordedArrivals(test.home)).toHaveLength(2)
    expect(await rebuild()).toMatchObject({ isEqual: true })
    expect(current()?.coverages['training']).toEqual({ from: '2024-01-01', to: '2024-12-31' })
  })

  it('leaves out what was rolled back, unless the operator wants it', async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(5)))
    await nightly()
    const first = current()?.id ?? ''
    deliver(test, 'sentences', sentencesCsv(soundRows(9)))
    await nightly()
    await runOn(test.home, ['generations', 'rollback', first])
    const report = await rebuild({ dryRun: true })
    expect(report).toMatchObject({ isEqual: true, deliveries: 1, missing: [] })
    expect(report.rolledBack).toHaveLength(1)
    const { out } = await runOn(test.home, ['rebuild', '--with-rolled-back'])
    expect(out).toContain('sentences: 5 rows before, 9 now\n')
    expect(current()?.registers['sentences']?.rows).toBe(9)
  })
})

describe('an archive that is not whole', () => {
  beforeEach(async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(5)), { period: quarter(1) })
    deliver(test, 'training', registerCsv('training', [{}, {}]), { period: quarter(1) })
    await nightly()
  })

  it('is not rebuilt over a removed original: which delivery and which days is told', async () => {
    rmSync(originalOf(/training/))
    const before = filesIn(test.home).filter((name) => name !== 'writer.lock')
    const { code, out } = await runOn(test.home, ['rebuild'])
    expect(code).toBe(1)
    expect(out).toMatch(
      /missing: training_x\.csv \(training, 2024-01-01 to 2024-03-30\): .* TARAZA_ARCHIVE_DAYS \[REMOVED\]\n/,
    )
    expect(out).toContain('training: 2 rows before, 0 now\n')
    expect(filesIn(test.home).filter((name) => name !== 'writer.lock')).toEqual(before)
    const partial = await runOn(test.home, ['rebuild', '--partial', '--json'])
    expect([partial.code, JSON.parse(partial.out)]).toEqual([0, expect.objectContaining({ decision: 'rebuilt' })])
    expect(current()?.registers['training']).toBeUndefined()
    const { out: list } = await runOn(test.home, ['deliveries', 'list'])
    expect(list).toContain('left out by a rebuild without its original\n')
    expect((await nightly({ retryOnly: true })).leftOut).toEqual([])
  })

  it('is not rebuilt from an altered original', async () => {
    const path = originalOf(/sentences/)
    writeFileSync(path, readFileSync(path, 'utf8').replace('365', '366'))
    expect(await rebuild()).toMatchObject({
      decision: 'incomplete',
      missing: [{ register: 'sentences', why: 'ALTERED' }],
    })
    expect(generationStore.list(test.home)).toHaveLength(1)
  })

  it('without any original is refused', async () => {
    for (const pattern of [/sentences/, /training/]) rmSync(originalOf(pattern))
    await expect(rebuild()).rejects.toMatchObject({ code: 'NO_ARCHIVE' })
  })

  it('of before manifests were kept is rebuilt from what the generation knows', async () => {
    rmSync(join(test.home, 'archive', 'arrivals'), { recursive: true })
    expect(await rebuild()).toMatchObject({ decision: 'rebuilt', isEqual: true, deliveries: 2 })
    expect(recordedArrivals(test.home)).toHaveLength(1)
  })

  it('tells what the contracts of today refuse', async () => {
    const path = join(test.home, 'archive', 'arrivals', '000001.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"rows":5', '"rows":6'))
    expect(await rebuild()).toMatchObject({
      decision: 'incomplete',
      missing: [{ register: 'sentences', file: 'court_sentences_x.csv', why: 'MANIFEST_MISMATCH' }],
    })
  })
})

describe('a home whose generations are lost', () => {
  it('is built again from the archive, and numbers go on', async () => {
    for (const count of [5, 9]) {
      deliver(test, 'sentences', sentencesCsv(soundRows(count)))
      await nightly()
    }
    const before = current()
    rmSync(join(test.home, 'generations'), { recursive: true })
    rmSync(join(test.home, 'CURRENT.json'))
    expect(await rebuild()).toMatchObject({ decision: 'rebuilt', before: null, deliveries: 2 })
    expect(current()).toMatchObject({ number: 3, contentHash: before?.contentHash })
    deliver(test, 'sentences', sentencesCsv(soundRows(12)))
    await nightly()
    expect(recordedArrivals(test.home).map(({ generation }) => generation)).toEqual([1, 2, 4])
  })

  it('does not give a number again when a night comes before the rebuild', async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(5)))
    await nightly()
    rmSync(join(test.home, 'generations'), { recursive: true })
    rmSync(join(test.home, 'CURRENT.json'))
    deliver(test, 'sentences', sentencesCsv(soundRows(9)))
    await nightly()
    expect(recordedArrivals(test.home).map(({ generation }) => generation)).toEqual([1, 2])
  })
})
