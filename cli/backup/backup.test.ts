import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lastBackup, storedMeaning } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { backupNames, homeTree, restoredTree, treeOf } from '../testing/backups.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
let folder: string
beforeEach(async () => {
  test = testHome()
  folder = join(test.home, '..', 'backups')
  keepSecrets(test.home)
  await night('a', 5)
})
afterEach(() => {
  vi.useRealTimers()
  test.remove()
})

async function night(name: string, rows: number): Promise<void> {
  test.deliver(`court_sentences_${name}.csv`, sentencesCsv(soundRows(rows)))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
}

async function backUp(...words: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await test.run('backup', folder, '--json', ...words)
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

const objects = () => treeOf(join(folder, 'objects'))
const names = () => backupNames(folder)

function filesOf(name = ''): readonly { readonly path: string; readonly size: number; readonly sha256: string }[] {
  return JSON.parse(readFileSync(join(folder, name, 'BACKUP.json'), 'utf8')).files
}

const restored = (from = folder) => restoredTree(test, from)

describe('a backup', () => {
  it('is restored as the home was, also with names of any letters and the times of the archive', async () => {
    const path = join(test.home, 'archive', 'aa', 'b'.repeat(64), 'Өкүмдөр, приговоры 2024 "I".csv')
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, 'x')
    utimesSync(join(path, '..'), 1e9, 1e9)
    await backUp()
    expect(await restored()).toEqual(homeTree(test.home))
    const copy = join(test.home, '..', 'restored', 'archive', 'aa', 'b'.repeat(64))
    expect(statSync(copy).mtimeMs).toBe(1e12)
  })

  it('takes only what changed since the one before, which it leaves as it is', async () => {
    await backUp()
    const [first = ''] = names()
    const before = [readFileSync(join(folder, first, 'BACKUP.json'), 'utf8'), objects()]
    expect(await backUp()).toMatchObject({ added: 0 })
    expect([readFileSync(join(folder, first, 'BACKUP.json'), 'utf8'), objects()]).toEqual(before)
    const earlier = homeTree(test.home)
    await night('b', 9)
    expect((await backUp())['added']).toBeGreaterThan(0)
    expect(await restored()).toEqual(homeTree(test.home))
    expect(await restored(join(folder, first))).toEqual(earlier)
  })

  it('does not read what earlier ones contain: their damage is found when they are verified', async () => {
    const old = join(test.home, 'archive', 'old.csv')
    writeFileSync(old, 'x'.repeat(100))
    await new Promise((resolve) => setTimeout(resolve, 2100))
    await backUp()
    const [object = ''] = Object.keys(objects()).filter((name) => statSync(join(folder, 'objects', name)).size === 100)
    writeFileSync(join(folder, 'objects', object), 'y'.repeat(100))
    expect(await backUp()).toMatchObject({ added: 0 })
    expect((await test.run('backup', folder, '--verify')).err).toContain('archive/old.csv was changed or damaged')
    writeFileSync(join(folder, 'objects', object), 'y')
    await backUp()
    expect(await test.run('backup', folder, '--verify')).toMatchObject({ code: 0 })
  })

  it('is the last one by its number, though the clock went back', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-05-01') })
    await backUp()
    vi.useRealTimers()
    await night('b', 9)
    await backUp()
    expect(names()[0]).toBe('000001-2031-05-01')
    expect(await restored()).toEqual(homeTree(test.home))
    await backUp('--keep', '1')
    expect(names()).toEqual([expect.stringMatching(/^000003-/)])
  })

  it('makes room: the last ones remain, and no content that they do not need', async () => {
    await backUp()
    await night('b', 9)
    await backUp()
    await night('c', 12)
    expect((await backUp('--keep', '2'))['removed']).toEqual([expect.stringMatching(/^000001-/)])
    expect(names().map((name) => name.slice(0, 6))).toEqual(['000002', '000003'])
    await backUp('--keep', '1')
    const needed = new Set(filesOf(names()[0]).map(({ sha256 }) => sha256))
    expect(Object.values(objects()).filter((sha256) => !needed.has(sha256))).toEqual([])
    expect(await test.run('backup', folder, '--verify')).toMatchObject({ code: 0 })
    expect(await restored()).toEqual(homeTree(test.home))
  })

  it('is remembered by its home, and not by the home that is restored from it', async () => {
    expect(lastBackup(test.home)).toBeUndefined()
    await backUp()
    const [name] = names()
    expect(lastBackup(test.home)).toMatchObject({ folder, backup: name, secrets: true, release: null })
    await backUp()
    await restored()
    expect(lastBackup(join(test.home, '..', 'restored'))).toBeUndefined()
    const about = async () => (await test.run('doctor')).out.match(/^.* backup: .*$/m)?.[0]
    expect(await about()).toMatch(/^ok /)
    await test.run('keys', 'rotate', 'signing')
    expect(await about()).toMatch(/^note .*signing key is newer/)
    renameSync(folder, `${folder}.away`)
    expect(await about()).toMatch(/^note .*cannot be seen/)
    mkdirSync(folder)
    expect(await about()).toMatch(/^error .*mounted/)
  })

  it('lists what it is of', async () => {
    await backUp()
    const list = JSON.parse(readFileSync(join(folder, names()[0] ?? '', 'BACKUP.json'), 'utf8'))
    const secrets = { included: true, pseudonyms: expect.stringMatching(/^[0-9a-f]{16}$/) }
    expect(list).toMatchObject({ program: '0.1.0', meaning: storedMeaning, jurisdiction: 'kg', secrets, number: 1 })
    expect(list.generation).toMatch(/^000001-/)
    const file = filesOf(names()[0]).find(({ path }) => path === 'home.json')
    expect(file).toMatchObject({ size: statSync(join(test.home, 'home.json')).size })
  })
})

describe('the place of backups', () => {
  it('is for one home, and for backups with its secrets or without', async () => {
    await backUp()
    const other = testHome()
    other.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    await runNightly({ home: other.home, jurisdiction: 'kg', incoming: other.incoming, now: new Date() })
    expect((await other.run('backup', folder)).err).toContain('[OTHER_HOME]')
    other.remove()
    expect((await test.run('backup', folder, '--without-secrets')).err).toContain('[SECRETS_DIFFER]')
    const full = join(test.home, '..', 'full')
    mkdirSync(full)
    writeFileSync(join(full, 'letter.txt'), '')
    expect((await test.run('backup', full)).err).toContain('[NOT_EMPTY]')
    expect(readdirSync(full)).toEqual(['letter.txt'])
  })

  it('is not begun again on the disk below when its own is not mounted', async () => {
    await backUp()
    renameSync(folder, `${folder}.away`)
    mkdirSync(folder)
    expect((await test.run('backup', folder)).err).toContain('[BACKUPS_GONE]')
    expect(readdirSync(folder)).toEqual([])
    expect(await test.run('backup', folder, '--new')).toMatchObject({ code: 0 })
  })

  it('is named by a setting too', async () => {
    expect((await test.run('backup')).err).toContain('TARAZA_BACKUP_DIR')
  })

  it('goes on where a list is damaged, removes nothing then, and says so', async () => {
    await backUp()
    writeFileSync(join(folder, names()[0] ?? '', 'BACKUP.json'), '{')
    await night('b', 9)
    expect((await test.run('backup', folder)).err).toContain('[BACKUP_BROKEN]')
    await backUpAfterRemoving(names()[0] ?? '')
  })

  async function backUpAfterRemoving(name: string): Promise<void> {
    rmSync(join(folder, name), { recursive: true })
    await backUp('--new')
    expect(await restored()).toEqual(homeTree(test.home))
  }
})
