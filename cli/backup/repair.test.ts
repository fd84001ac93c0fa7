import { cpSync, existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#foundation'
import { runNightly } from '../nightly/run-nightly.ts'
import { backupNames, homeTree, restoredTree, treeOf } from '../testing/backups.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { faultAt, inProcess } from '../testing/processes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
let folder: string
beforeEach(async () => {
  test = testHome()
  folder = join(test.home, '..', 'backups')
  keepSecrets(test.home)
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
})
afterEach(() => test.remove())

const backUp = (...words: string[]) => test.run('backup', folder, ...words)
const verify = () => test.run('backup', folder, '--verify')
const names = (of = folder) => backupNames(of)
const listOf = (name = '') => join(folder, name, 'BACKUP.json')
const old = (name = 'old') => join(test.home, 'archive', `${name}.csv`)

async function repair(...words: string[]): Promise<Record<string, unknown>> {
  const { code, out } = await backUp('--repair', '--json', ...words)
  expect(code).toBe(0)
  return JSON.parse(out)
}

/** A file that is old enough to be taken as unchanged, and where its content is in the backups. */
async function backUpFile(name = 'old', text = name.repeat(40)): Promise<string> {
  writeFileSync(old(name), text)
  await new Promise((resolve) => setTimeout(resolve, 2100))
  await backUp()
  const hash = sha256(text)
  return join(folder, 'objects', hash.slice(0, 2), hash)
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

const restored = (from = folder) => restoredTree(test, from)

describe('taraza backup --repair', () => {
  it('writes a flipped byte again from the home, for all backups that share the content', async () => {
    flip(await backUpFile())
    await backUp()
    expect((await verify()).err).toMatch(/old\.csv was changed or damaged.*naming its folder.*taraza backup --repair/)
    const { repair: done } = await repair()
    expect(done).toEqual({ rewritten: [sha256('old'.repeat(40))], lost: [], backups: [], incomplete: [] })
    expect(await verify()).toMatchObject({ code: 0 })
    for (const name of names()) await restored(join(folder, name))
  })

  it('removes what the home no longer has, and says which backups lack it', async () => {
    const object = await backUpFile()
    const [first = ''] = names()
    flip(object)
    rmSync(old())
    const { code, out } = await backUp('--repair')
    expect(code).toBe(0)
    expect(out).toContain('Damaged: 1, of which written again from the home: 0, removed: 1.\n')
    expect(out).toContain(`${first} cannot be restored whole: it lacks 1 of its files, such as archive/old.csv.\n`)
    expect(existsSync(object)).toBe(false)
    expect(await restored()).toEqual(homeTree(test.home))
    const { repair: done } = await repair('--keep', '1')
    expect(done).toEqual({ rewritten: [], lost: [], backups: [], incomplete: [] })
    expect(await verify()).toMatchObject({ code: 0 })
  })

  it('removes backups with a damaged list, so that old ones are removed again', async () => {
    await backUp()
    const [first = ''] = names()
    truncateSync(listOf(first), 100)
    const { repair: done } = await repair('--keep', '1')
    expect(done).toMatchObject({ backups: [first] })
    expect(names()).toEqual([expect.stringMatching(/^000002-/)])
    expect(await verify()).toMatchObject({ code: 0 })
    expect(await restored()).toEqual(homeTree(test.home))
  })

  it('says where nothing is damaged, and takes nothing away', async () => {
    await backUp()
    const before = treeOf(folder)
    const { out } = await backUp('--repair')
    expect(out).toContain('Every stored content was read, and none is damaged.\n')
    expect(treeOf(folder)).toMatchObject(before)
  })

  it('leaves backups of a later version alone', async () => {
    await backUp()
    const list = JSON.parse(readFileSync(listOf(names()[0]), 'utf8'))
    writeFileSync(listOf(names()[0]), JSON.stringify({ ...list, meaning: 99 }))
    const before = treeOf(folder)
    expect(await backUp('--repair')).toMatchObject({ code: 1, err: expect.stringContaining('[FOREIGN_SCHEMA]') })
    expect(treeOf(folder)).toEqual(before)
  })

  it('removes nothing where it is not known whose backups they are, or where they are of the other kind', async () => {
    await backUp('--without-secrets')
    truncateSync(listOf(names()[0]), 100)
    const moved = `${folder}.moved`
    cpSync(folder, moved, { recursive: true })
    const before = treeOf(folder)
    expect((await backUp('--repair')).err).toContain('[SECRETS_DIFFER]')
    expect((await test.run('backup', moved, '--repair', '--without-secrets')).err).toContain('[OTHER_HOME]')
    expect([treeOf(folder), treeOf(moved)]).toEqual([before, before])
    renameSync(join(folder, 'README.txt'), join(folder, 'letter.txt'))
    expect((await backUp('--repair', '--without-secrets')).err).toMatch(/letter\.txt: No backup put this here/)
  })

  it('takes a bad sector for damage', async () => {
    const object = await backUpFile()
    const bad = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'
      const { openSync, readSync } = fs; const bad = new Set()
      fs.openSync = (path, ...rest) => { const handle = openSync(path, ...rest)
        if (String(path).endsWith('${basename(object)}')) bad.add(handle); else bad.delete(handle); return handle }
      fs.readSync = (handle, ...rest) => { if (!bad.has(handle)) return readSync(handle, ...rest)
        throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }) }
      syncBuiltinESMExports()`
    const { end, text } = await inProcess(test.home, ['backup', folder, '--repair'], bad)
    expect([end, text]).toEqual([0, expect.stringContaining('Damaged: 1, of which written again from the home: 1')])
  })
})

/** The long tests kill at every change of files. */
const step = process.env['TARAZA_TEST'] === 'long' ? 1 : 5

describe('a repair that is killed at any change of files', () => {
  it('leaves what could be restored before, and the next one ends as an undisturbed one', async () => {
    const [mendable, lost] = [await backUpFile(), await backUpFile('gone')]
    for (const object of [mendable, lost]) flip(object)
    rmSync(old('gone'))
    await backUp()
    await backUp()
    const [, damaged = '', whole = ''] = names()
    truncateSync(listOf(damaged), 100)
    const copy = `${folder}.copy`
    for (let change = 0; ; change += step) {
      rmSync(copy, { recursive: true, force: true })
      cpSync(folder, copy, { recursive: true })
      const { end } = await inProcess(test.home, ['backup', copy, '--repair'], faultAt(copy, { kind: 'kill', change }))
      const after = treeOf(copy)
      for (const [name, content] of Object.entries(treeOf(folder))) {
        const isDamaged = [basename(mendable), basename(lost), damaged].some((one) => name.includes(one))
        if (!isDamaged) expect([name, after[name]]).toEqual([name, content])
      }
      expect(await test.run('backup', copy, '--repair')).toMatchObject({ code: 0 })
      expect(await restored(join(copy, whole))).toEqual(homeTree(test.home))
      expect(Object.keys(treeOf(copy)).filter((name) => name.includes('.new'))).toEqual([])
      if (end === 0) return expect(change).toBeGreaterThan(step)
      expect(end).toBe('SIGKILL')
    }
  })
})

describe('a backup beside a damaged list', () => {
  it('is made, and says so, with what is damaged and how to go on', async () => {
    await backUp()
    await backUp()
    const [, damaged = ''] = names()
    truncateSync(listOf(damaged), 100)
    const { code, err } = await backUp('--keep', '1')
    const created = names().at(-1) ?? ''
    expect([code, created]).toEqual([1, expect.stringMatching(/^000003-/)])
    expect(err).toMatch(new RegExp(`The backup ${created} was made\\..*${damaged}.*nothing old was removed`))
    expect(err).toMatch(/taraza backup --repair FOLDER.*\[BACKUP_BROKEN\]\n$/)
    expect(err).not.toContain('Nothing was changed')
    const json = await backUp('--json')
    expect([json.code, JSON.parse(json.out)]).toEqual([
      1,
      {
        refused: { code: 'BACKUP_BROKEN', message: expect.stringMatching(/^The backup 000004/), file: listOf(damaged) },
      },
    ])
    await restored(join(folder, created))
    await repair('--keep', '1')
    expect(names()).toEqual([expect.stringMatching(/^000005-/)])
    expect(await verify()).toMatchObject({ code: 0 })
  })
})

describe('options without a meaning together', () => {
  it.each([['--keep', '1'], ['--repair'], ['--new'], ['--without-secrets']])(
    'are refused as wrong usage: --verify %s',
    async (...words) => {
      await backUp()
      const { code, err } = await backUp('--verify', ...words)
      expect([code, err]).toEqual([2, expect.stringMatching(/--verify writes nothing.*\[BAD_PARAMETER\]/)])
    },
  )
})
