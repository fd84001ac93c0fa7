import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { Engine, selectRows } from '#foundation'
import { type ReleaseManifest, releaseStore } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { assessmentsCube, ownJurisdiction, publishOnly, quarterlySentences } from '../testing/own-jurisdiction.ts'
import { sentencesCsv } from '../testing/sentences.ts'
import { runRelease } from './run-release.ts'

/** Two releases more each take longer than a minute; the long tests publish all cubes, the short ones one of each way of counting. */
const isLong = process.env['TARAZA_TEST'] === 'long'
const fewCubes = `${quarterlySentences}  custody_stock:
    dimensions: [quarter, status, sex, broad_age]
    decoys: { swap: [status], match_on: [sex, broad_age] }
  population: { dimensions: [year, region, sex, age_band] }
`

let test: TestHome
/** Three quarters of the registers, and with them the release of the first two: made once, each test has a copy. */
let created: TestHome
let first: ReleaseManifest
beforeAll(async () => {
  test = created = testHome()
  keepSecrets(created.home)
  await writeSamples({ jurisdiction: 'kg', out: created.incoming, from: '2023-01', to: '2023-09' })
  const now = new Date('2024-12-01')
  const jurisdiction = isLong ? 'kg' : ownJurisdiction(created)
  const search = { sweeps: { soft: 15, hard: 4 }, attempts: 12, greatest: 100, mean: 100 }
  if (!isLong) publishOnly(jurisdiction, { cubes: fewCubes + assessmentsCube, ...search })
  const { decision } = await runNightly({ home: created.home, jurisdiction, incoming: created.incoming, now })
  expect(decision).toMatch(/^published/)
  first = await release('2023-08-14')
})
afterAll(() => created.remove())
beforeEach(() => {
  test = testHome()
  cpSync(created.home, test.home, { recursive: true })
})
afterEach(() => test.remove())

const effort = isLong ? 0.1 : 1

/** A correction that comes after the quarter was published. */
async function lateSentences(count: number): Promise<void> {
  const late = { SENTENCED_ON: '05.05.2023', IN_FORCE_ON: '20.05.2023' }
  const rows = Array.from({ length: count }, (_, index) => ({ CASE_ID: `L${index}`, PERSON_ID: `LP${index}`, ...late }))
  test.deliver('court_sentences_late.csv', sentencesCsv(rows))
  const now = new Date('2023-09-01')
  const report = await runNightly({ home: test.home, incoming: test.incoming, now, accept: ['VOLUME_DRIFT'] })
  expect([
    report.refusals,
    report.deliveries.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'block')),
  ]).toEqual([[], []])
  expect(report.decision).toMatch(/^published/)
}

const release = (day: string, more: Partial<Parameters<typeof runRelease>[0]> = {}) =>
  runRelease({ home: test.home, now: new Date(`${day}T06:00:00Z`), effort, ...more })

/** The published cells of a cube, by all their columns but the count. */
async function published(manifest: ReleaseManifest, cube = 'sentences'): Promise<ReadonlyMap<string, number>> {
  const engine = await Engine.open()
  const file = join(test.home, 'releases', manifest.id, 'cubes', `${cube}.parquet`)
  const rows = await engine.withConnection((connection) =>
    selectRows<Record<string, unknown>>(connection, `select * from read_parquet('${file}')`),
  )
  engine.close()
  return new Map(rows.map(({ n, ...codes }) => [JSON.stringify(codes), Number(n)]))
}

const dayNow = () => new Date().toISOString().slice(0, 10)

describe('a release', () => {
  it('holds the closed quarters only, and is answered to the public while nights go on', async () => {
    expect(first).toMatchObject({ id: '2023-Q2.1', through: '2023-Q2', finalThrough: null, synthetic: true })
    expect(first.nextDue).toBe('2023-11-14')
    const ask = (...more: string[]) =>
      test.run('query', 'sentences', '--by', 'quarter', '--measure', 'persons', ...more)
    const { out } = await ask()
    expect(
      out
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['2023-Q1', '2023-Q2'])
    expect((await ask('--level', 'officer', '--purpose', 'to test it')).out).toContain('2023-Q3')
    await lateSentences(1)
    expect((await ask()).out).toBe(out)
    expect((await ask('--level', 'officer', '--purpose', 'why')).code).toBe(2)
    expect((await test.run('audit', 'verify')).out).toContain('1 answers and 1 refused attempts')
  })

  it('changes no earlier cell when a quarter is added, keeps what was published, and can be rolled back', async () => {
    const before = await published(first)
    await lateSentences(1)
    const second = await release('2023-11-14')
    const after = await published(second)
    expect(second).toMatchObject({ id: '2023-Q3.1', previous: first.id })
    for (const [cell, n] of before) expect(after.get(cell)).toBe(n)
    expect(after.size).toBeGreaterThan(before.size)
    expect(await published(first)).toEqual(before)
    const asOf = ['query', 'sentences', '--measure', 'persons', '--by', 'quarter', '--as-of', '2023-09-01']
    expect((await test.run(...asOf)).out).not.toContain('2023-Q3')
    expect((await test.run('query', 'sentences', '--measure', 'persons', '--as-of', '2020-01-01')).err).toContain(
      'NO_RELEASE',
    )
    expect((await test.run('releases', 'rollback', first.id)).code).toBe(0)
    expect(releaseStore.current(test.home)?.id).toBe(first.id)
    expect(releaseStore.list(test.home).map(({ id }) => id)).toEqual([first.id, second.id])
    const today = ['query', 'sentences', '--measure', 'persons', '--by', 'quarter', '--as-of', dayNow()]
    expect((await test.run(...today)).out).not.toContain('2023-Q3')
  })

  it.runIf(isLong)('lets corrections in once a year, beside cells that move without a reason', async () => {
    const before = await published(first)
    const pack = await test.run('pack', '--lang', 'en', '--format', 'zip', '--out', join(test.incoming, '..', 'packs'))
    expect([pack.code, pack.err]).toEqual([0, ''])
    const proven = async () => (await test.run('verify', pack.out.trim())).out
    expect(await proven()).toMatch(/^unchanged.*\nsigned by this installation/)
    await lateSentences(4)
    await expect(release('2023-09-02')).rejects.toMatchObject({ code: 'NOTHING_TO_RELEASE' })
    const revised = await release('2023-09-02', { revise: true })
    expect(revised).toMatchObject({ id: '2023-Q2.2', revised: true, finalThrough: '2023-Q2' })
    expect(await proven()).toMatch(/^revised since.*People sentenced[^\n]*: revised\n {4}2023-Q\d.*: was \d+, is \d+/s)
    const after = await published(revised)
    const moved = [...new Set([...before.keys(), ...after.keys()])].filter(
      (cell) => before.get(cell) !== after.get(cell),
    )
    expect(moved.length).toBeGreaterThan(20)
    const audit = await test.run('audit', 'disclosure', '--max-targets', '5', '--json')
    const vintages = JSON.parse(audit.out).find(({ attack }: { attack: string }) => attack === 'vintage differencing')
    expect(vintages.verdict).toBe('safe')
    expect(vintages.recovered).toBeLessThan(vintages.attacked / 4)
    expect([first.draws, revised.draws]).toEqual([1, 2].map((draw) => ({ '2023-Q1': draw, '2023-Q2': draw })))
    const drawn = JSON.parse(audit.out).filter(({ attack }: { attack: string }) => attack === 'analyst draws')
    expect(drawn.map(({ verdict }: { verdict: string }) => verdict)).not.toContain('broken')
    expect(drawn.at(-1).attacked).toBeGreaterThan(1000)
  })

  it.runIf(isLong)(
    'is the same for the same facts and the same secret, and cannot be made with another one',
    async () => {
      const other = testHome()
      for (const name of ['CURRENT.json', 'home.json', 'generations', 'secrets'])
        cpSync(join(test.home, name), join(other.home, name), { recursive: true })
      const again = await release('2023-08-14', { home: other.home, dryRun: true })
      expect(again.contentHash).toBe(first.contentHash)
      expect(releaseStore.current(other.home)).toBeUndefined()
      expect(existsSync(join(other.home, 'releases'))).toBe(false)
      other.remove()
      const key = join(test.home, 'secrets', 'disclosure.key')
      const secret = readFileSync(key)
      writeFileSync(key, randomBytes(32))
      await expect(release('2023-08-15', { revise: true })).rejects.toMatchObject({ code: 'SECRET_CHANGED' })
      rmSync(key)
      await expect(release('2023-08-15', { revise: true })).rejects.toMatchObject({ code: 'SECRET_LOST' })
      writeFileSync(key, secret)
      expect(releaseStore.current(test.home)?.id).toBe(first.id)
    },
  )

  it('is refused for an open quarter and for a missing delivery, unless a named person accepts the gap', async () => {
    await expect(release('2023-11-14', { through: '2023-Q4' })).rejects.toMatchObject({ code: 'OPEN_QUARTER' })
    await expect(release('2024-02-14', { through: '2023-Q4' })).rejects.toMatchObject({ code: 'MISSING_DELIVERY' })
    expect((await test.run('release', '--accept-gap', 'sentences:2023-Q4')).err).toContain('--accepted-by')
    const registers = ['sentences', 'supervision', 'custody', 'services', 'assessments'] as const
    const accepted = registers.map((register) => ({ register, quarter: '2023-Q4', acceptedBy: 'A. Steward' }))
    const gapped = await release('2024-02-14', { through: '2023-Q4', accepted })
    expect(gapped.gaps).toHaveLength(5)
    const { out } = await test.run('query', 'sentences', '--measure', 'persons', '--by', 'quarter', '--format', 'json')
    expect(JSON.parse(out).notes.map(({ code }: { code: string }) => code)).toContain('gap')
  })

  it('is not served when a file of it was changed', async () => {
    const { id } = first
    const file = join(test.home, 'releases', id, 'cubes', 'sentences.parquet')
    const content = readFileSync(file)
    writeFileSync(file, Buffer.concat([content, Buffer.from('x')]))
    expect((await test.run('query', 'sentences', '--measure', 'persons')).err).toContain('RELEASE_BROKEN')
    expect((await test.run('releases', 'rollback', id)).err).toContain('RELEASE_BROKEN')
    writeFileSync(file, content)
    expect((await test.run('query', 'sentences', '--measure', 'persons')).code).toBe(0)
  })

  it('is backed up and restored with everything that goes on from it', async () => {
    const [folder, other] = [join(test.incoming, '..', 'backup'), join(test.incoming, '..', 'restored')]
    expect((await test.run('backup', folder)).code).toBe(0)
    expect((await runOn(other, ['restore', folder])).out).toContain(first.id)
    const words = ['query', 'sentences', '--measure', 'persons', '--by', 'region']
    expect((await runOn(other, words)).out).toBe((await test.run(...words)).out)
    expect(readdirSync(join(other, 'secrets'))).toContain('disclosure.key')
    expect((await runOn(other, ['restore', join(folder, 'generations')])).err).toContain('NOT_A_BACKUP')
  })
})
