import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { sampleReleasePath, unpackSampleRelease } from '#data-samples'
import { filesIn, writeSampleSecrets } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { isSampleHome, makeRelease, preparationOf, publicHome, releaseStore, requireWholeRelease } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { startServer } from '../server/start-server.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { beginSample } from './begin-sample.ts'

/** Cubes whose search takes long, with those that have their numbers: sample.long.ts makes all of them. */
const costly = /^(sentences|supervision)/

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

describe('the sample release that is shipped', () => {
  const shipped = mkdtempSync(join(tmpdir(), 'taraza-shipped-'))
  afterAll(() => rmSync(shipped, { recursive: true, force: true }))
  unpackSampleRelease('kg', shipped)
  const release = releaseStore.current(shipped)
  if (release === undefined) throw new Error('no sample release')

  it('is small, whole, synthetic, and holds protected figures only', () => {
    expect(statSync(sampleReleasePath('kg')).size).toBeLessThan(512 * 1024)
    requireWholeRelease(shipped, release)
    expect(release).toMatchObject({ id: '2026-Q3.0', number: 0, synthetic: true, jurisdiction: 'kg' })
    const names = filesIn(shipped).filter((name) => !/\/(cubes|tables)\//.test(name))
    expect(names).toEqual([
      'RELEASE.json',
      ...['intervals.json', 'manifest.json', 'public.duckdb'].map((name) => `releases/2026-Q3.0/${name}`),
    ])
    for (const { promises, claims } of Object.values(release.cubes))
      expect([...promises, ...claims].filter(({ kept: stored }) => !stored)).toEqual([])
  })

  it('is what this program makes of the extracts: npm run sample makes it anew', async () => {
    const declared = loadJurisdiction('kg')
    const rebuilt = Object.entries(declared.disclosure.cubes).filter(([name]) => !costly.test(name))
    const jurisdiction = { ...declared, disclosure: { ...declared.disclosure, cubes: Object.fromEntries(rebuilt) } }
    const folder = join(test.home, 'work')
    mkdirSync(folder, { recursive: true })
    for (const name of ['CURRENT.json', 'generations'])
      cpSync(join(inject('kgHome'), name), join(test.home, name), { recursive: true })
    writeSampleSecrets(test.home)
    const now = new Date('2026-11-14T06:00:00Z')
    const created = await makeRelease({
      home: test.home,
      jurisdiction,
      folder,
      now,
      accepted: [],
      revise: false,
      progress: () => {},
    })
    const cubeFiles = (files: typeof release.files) => files.filter(({ name }) => name.startsWith('cubes/'))
    const shippedFiles = cubeFiles(release.files).filter(({ name }) => !costly.test(name.replace('cubes/', '')))
    expect(shippedFiles.length).toBeGreaterThan(12)
    expect(cubeFiles(created.manifest.files)).toEqual(shippedFiles)
    expect(created.manifest.meaning).toBe(release.meaning)
  })
})

describe('a home that begins with the sample', () => {
  it('serves it at once, labelled as one, and says how far its own figures are', async () => {
    expect(beginSample(test.home)).toBe(true)
    expect(preparationOf(test.home)).toEqual({ done: 0, secondsLeft: null, step: 'beginning' })
    const server = await startServer(test.configuration)
    try {
      for (const [path, says] of [
        ['/en/', 'sample figures that came with the program'],
        ['/ru/d/regions', 'данные из комплекта программы'],
        ['/ky/methods', 'программа менен кошо келген'],
      ]) {
        const page = await fetch(`${server.url}${path}`)
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(says ?? '')])
      }
      const answer = await (await fetch(`${server.url}/v1/data/sentences?measure=persons&by=year`)).json()
      expect(answer).toMatchObject({ release: '2026-Q3.0', synthetic: true })
      expect(answer.rows.length).toBe(9)
    } finally {
      await server.close()
    }
  })

  it('takes synthetic deliveries only, and says what to do with others', async () => {
    beginSample(test.home)
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    test.deliver('y/probation_supervision_x.csv', registerCsv('supervision', [{}]))
    const { decision, refusals } = await runNightly({ home: test.home, incoming: test.incoming, now: new Date() })
    expect(decision).toBe('refused')
    expect(refusals.map(({ code }) => code)).toEqual(['SAMPLE_HOME', 'SAMPLE_HOME'])
    expect(refusals[0]?.message).toMatch(/TARAZA_HOME/)
    expect(readdirSync(test.incoming).sort()).toEqual(['court_sentences_x.csv', 'y'])
  })

  it('is known by its mark and by either secret alone', async () => {
    beginSample(test.home)
    const mark = readFileSync(join(test.home, 'home.json'), 'utf8')
    writeFileSync(join(test.home, 'home.json'), '{"jurisdiction":"kg"}\n')
    rmSync(join(test.home, 'secrets', 'pseudonyms.key'))
    expect(isSampleHome(test.home)).toBe(true)
    rmSync(join(test.home, 'secrets'), { recursive: true })
    expect(isSampleHome(test.home)).toBe(false)
    writeFileSync(join(test.home, 'home.json'), mark)
    expect(isSampleHome(test.home)).toBe(true)
  })

  it('is begun again when its beginning was stopped at any step', async () => {
    beginSample(test.home)
    const whole = filesIn(test.home)
    for (const name of ['home.json', 'sample/RELEASE.json', 'secrets/disclosure.key']) {
      rmSync(join(test.home, name), { recursive: true })
      expect(beginSample(test.home)).toBe(true)
      expect(filesIn(test.home)).toEqual(whole)
    }
  })
})

describe('a home with figures of its own, or for real ones', () => {
  it('never begins with the sample, and never serves it', async () => {
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    unpackSampleRelease('kg', join(test.home, 'sample'))
    expect(beginSample(test.home)).toBe(false)
    expect(publicHome(test.home)).toBe(test.home)
    const server = await startServer(test.configuration)
    const { status } = await fetch(`${server.url}/en/`)
    await server.close()
    expect(status).toBe(503)
    expect(releaseStore.list(test.home)).toEqual([])
  })

  it('is not taken for a new one while extracts wait in it', () => {
    test.deliver('../home/incoming/court_sentences_x.csv', sentencesCsv(soundRows(5)))
    expect(beginSample(test.home)).toBe(false)
    expect(existsSync(join(test.home, 'secrets'))).toBe(false)
  })
})

describe('a folder that holds other things', () => {
  it('is never made a home, and stays as it was', async () => {
    mkdirSync(test.home)
    writeFileSync(join(test.home, 'letter.odt'), 'Dear all', { mode: 0o644 })
    expect(beginSample(test.home)).toBe(false)
    const night = runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    await expect(night).rejects.toMatchObject({ code: 'NOT_A_HOME' })
    await expect(startServer(test.configuration)).rejects.toMatchObject({ code: 'NOT_A_HOME' })
    expect(readdirSync(test.home)).toEqual(['letter.odt'])
    expect(statSync(join(test.home, 'letter.odt')).mode & 0o777).toBe(0o644)
  })
})
