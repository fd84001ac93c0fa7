import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn } from '#foundation'
import { generationStore } from '#warehouse'
import { frozenPath, thawFiles } from '../testing/frozen-files.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { type SentenceCells, sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runUpgrade } from '../upgrade/run-upgrade.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const key = () => join(test.home, 'secrets', 'pseudonyms.key')
const nightly = () => runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
const deliver = (name: string, rows: readonly SentenceCells[]) =>
  test.deliver(`court_sentences_${name}.csv`, sentencesCsv(rows))

/** Everything that a home holds, but for its lock and the reports of refused runs. */
function contents(folder: string): readonly (readonly [string, string])[] {
  const names = existsSync(folder)
    ? filesIn(folder).filter((name) => name !== 'writer.lock' && !name.startsWith('refused/'))
    : []
  return names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')])
}

async function expectUntouched(code: string, night = nightly): Promise<void> {
  const before = contents(test.home)
  await expect(night()).rejects.toMatchObject({ code })
  expect(contents(test.home)).toEqual(before)
}

describe('the secret of the pseudonyms', () => {
  it('is refused when it is another one, before anything is written: nobody is counted twice', async () => {
    deliver('a', soundRows(50))
    await nightly()
    const [secret, other] = [readFileSync(key()), randomBytes(32)]
    deliver(
      'b',
      soundRows(50).map((row) => ({ ...row, DAYS: '400' })),
    )
    writeFileSync(key(), other)
    await expectUntouched('SECRET_CHANGED')
    writeFileSync(key(), secret)
    await nightly()
    expect(generationStore.current(test.home)).toMatchObject({ persons: 50 })
  })

  for (const [what, bytes] of Object.entries({
    'an empty file': Buffer.alloc(0),
    'a short file': randomBytes(31),
    'what a full disk leaves': Buffer.alloc(32),
    'a text of one letter': Buffer.from('x'.repeat(64)),
  }))
    it(`is refused when it is ${what}, on the first night too`, async () => {
      deliver('a', soundRows(5))
      const stored = test.deliver('../home/secrets/pseudonyms.key', bytes)
      await expectUntouched('SECRET_BROKEN')
      rmSync(stored)
      await nightly()
      writeFileSync(key(), bytes)
      await expectUntouched('SECRET_BROKEN')
    })

  for (const [what, put] of Object.entries<(path: string) => void>({
    'a folder': (path) => mkdirSync(path),
    'a pipe': (path) => void execFileSync('mkfifo', [path]),
  }))
    it(`is refused when ${what} lies in its place, and the doctor says so`, async () => {
      deliver('a', soundRows(5))
      await nightly()
      rmSync(key())
      put(key())
      await expectUntouched('SECRET_BROKEN')
      expect((await test.run('doctor')).out).toMatch(
        /error (secrets: .*SECRET_BROKEN|files: .*pseudonyms\.key is no file)/,
      )
    })

  it('may lie elsewhere, by way of a link that leads to it', async () => {
    deliver('a', soundRows(5))
    await nightly()
    renameSync(key(), join(test.incoming, '..', 'secret'))
    symlinkSync(join(test.incoming, '..', 'secret'), key())
    expect((await nightly()).decision).toBe('nothing_new')
    rmSync(join(test.incoming, '..', 'secret'))
    await expect(nightly()).rejects.toMatchObject({ code: 'SECRET_BROKEN' })
  })

  it('is refused when it is gone', async () => {
    deliver('a', soundRows(5))
    await nightly()
    rmSync(key())
    await expectUntouched('SECRET_LOST')
  })

  it('is known by any generation that is kept, also after a step back to one that does not say', async () => {
    deliver('a', soundRows(5))
    await nightly()
    deliver('b', soundRows(9))
    await nightly()
    const [first] = generationStore.list(test.home)
    const path = join(test.home, 'generations', first?.id ?? '', 'manifest.json')
    const { pseudonyms: _, ...old } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify(old))
    await test.run('generations', 'rollback', first?.id ?? '')
    writeFileSync(key(), randomBytes(32))
    await expectUntouched('SECRET_CHANGED')
  })

  it('is recorded by the upgrade of a home of before, or by its first night, which says so once', async () => {
    thawFiles(frozenPath('622cec7', 'mn.home'), test.home)
    const incoming = test.incoming
    const night = () => runNightly({ home: test.home, incoming, now: new Date() })
    expect(generationStore.current(test.home)?.pseudonyms).toBeUndefined()
    await runUpgrade({ home: test.home, hasBackup: true, now: new Date() })
    const upgraded = generationStore.current(test.home)
    expect(upgraded?.pseudonyms).toMatch(/^[0-9a-f]{16}$/)
    const path = join(test.home, 'generations', upgraded?.id ?? '', 'manifest.json')
    writeFileSync(path, JSON.stringify({ ...upgraded, pseudonyms: undefined }))
    expect(await night()).toMatchObject({ decision: 'published', notes: ['SECRET_RECORDED'] })
    expect(generationStore.current(test.home)?.pseudonyms).toMatch(/^[0-9a-f]{16}$/)
    expect(await night()).toMatchObject({ decision: 'nothing_new', notes: [] })
    writeFileSync(key(), randomBytes(32))
    await expectUntouched('SECRET_CHANGED', night)
    expect((await test.run('doctor')).out).toMatch(/error secrets: .*SECRET_CHANGED/)
  })

  it('comes back whole from a backup, or the backup is not restored', async () => {
    deliver('a', soundRows(5))
    await nightly()
    const [backup, restored] = [join(test.home, '..', 'backup'), testHome()]
    await test.run('backup', backup)
    cpSync(test.home, `${backup}-other`, { recursive: true })
    writeFileSync(join(`${backup}-other`, 'secrets', 'pseudonyms.key'), randomBytes(32))
    expect(await restored.run('restore', '--unverified', `${backup}-other`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('SECRET_CHANGED'),
    })
    expect(await restored.run('restore', backup)).toMatchObject({ code: 0 })
    restored.remove()
  })
})

describe('a state file', () => {
  const files = ['home.json', 'CURRENT.json', 'manifest.json']
  const damages: Readonly<Record<string, (text: string) => string>> = {
    empty: () => '',
    'cut off': (text) => text.slice(0, text.length / 2),
    'of another kind': () => '[]\n',
  }
  for (const file of files)
    for (const [what, damage] of Object.entries(damages))
      it(`is not believed when it is ${what}: ${file}`, async () => {
        deliver('a', soundRows(5))
        await nightly()
        const generation = join('generations', readdirSync(join(test.home, 'generations'))[0] ?? '')
        const path = join(test.home, file === 'manifest.json' ? join(generation, file) : file)
        writeFileSync(path, damage(readFileSync(path, 'utf8')))
        await expectUntouched('STATE_BROKEN')
      })

  it('is missed when it is gone: one generation is served again, of several the operator chooses', async () => {
    deliver('a', soundRows(50))
    await nightly()
    for (const name of ['CURRENT.json', 'reports']) rmSync(join(test.home, name), { recursive: true })
    deliver('b', [{ CASE_ID: 'C99', PERSON_ID: 'P99' }])
    await nightly()
    expect(generationStore.current(test.home)?.persons).toBe(51)
    rmSync(join(test.home, 'CURRENT.json'))
    await expectUntouched('STATE_BROKEN')
    const latest = generationStore.list(test.home).at(-1)
    expect((await test.run('generations', 'rollback', latest?.id ?? '')).code).toBe(0)
    expect((await nightly()).decision).toBe('nothing_new')
  })

  it('and others of nobody lie beside each other: a file of the system changes nothing', async () => {
    deliver('a', soundRows(5))
    await nightly()
    for (const folder of ['generations', 'archive', '.']) writeFileSync(join(test.home, folder, '.DS_Store'), '')
    expect((await nightly()).decision).toBe('nothing_new')
  })
})

describe('the facts of a generation', () => {
  const facts = () => join(test.home, 'generations', generationStore.current(test.home)?.id ?? '', 'facts.duckdb')
  for (const [what, damage] of Object.entries<(path: string) => void>({
    gone: (path) => rmSync(path),
    'a folder': (path) => {
      rmSync(path)
      mkdirSync(path)
    },
    'cut off': (path) => truncateSync(path, 5000),
    'no database': (path) => writeFileSync(path, 'x'.repeat(20_000)),
  }))
    it(`end a run by name when they are ${what}`, async () => {
      deliver('a', soundRows(5))
      await nightly()
      damage(facts())
      deliver('b', soundRows(6))
      await expect(nightly()).rejects.toMatchObject({ code: 'GENERATION_BROKEN' })
    })
})

describe('the lock of a home', () => {
  it('is told from what lies in its place', async () => {
    deliver('a', soundRows(5))
    mkdirSync(join(test.home, 'writer.lock'), { recursive: true })
    await expect(nightly()).rejects.toMatchObject({ code: 'STATE_BROKEN' })
    rmSync(join(test.home, 'writer.lock'), { recursive: true })
    writeFileSync(join(test.home, 'writer.lock'), 'x'.repeat(20_000))
    await expect(nightly()).rejects.toMatchObject({ code: 'STATE_BROKEN' })
  })
})

describe('a name that a sender chose', () => {
  it('cannot write on the terminal', async () => {
    const name = 'court_sentences_\u001b[31m\n\u202eok.csv'
    test.deliver(name, 'no extract')
    const { err, out } = await test.run('check', join(test.incoming, name), '--jurisdiction', 'kg')
    expect(err + out).toContain('\\u{1b}[31m\\u{a}\\u{202e}ok.csv')
    expect(err + out).not.toContain('\u001b')
  })
})
