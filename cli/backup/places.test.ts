import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNightly } from '../nightly/run-nightly.ts'
import { asNobody, canBeNobody, homeTree, mountDisk, treeOf, unmountDisk } from '../testing/backups.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { faultAt, inProcess } from '../testing/processes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
let around: string
let folder: string
let other: string
beforeEach(async () => {
  test = testHome()
  around = join(test.home, '..')
  folder = join(around, 'backups')
  other = join(around, 'restored')
  keepSecrets(test.home)
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
})
afterEach(() => test.remove())

/** The long tests kill at every change of files. */
const step = process.env['TARAZA_TEST'] === 'long' ? 1 : 13

describe('a disk of its own', () => {
  it('takes a backup at its top, and a home is restored at the top of another', async (context) => {
    for (const path of [folder, other]) mkdirSync(path)
    const names = readdirSync(around)
    try {
      if (!mountDisk(folder) || !mountDisk(other)) return context.skip('no disk can be mounted here: not run')
      expect(await test.run('backup', folder)).toMatchObject({ code: 0 })
      expect(await runOn(other, ['restore', folder])).toMatchObject({ code: 0 })
      expect(homeTree(other)).toEqual(homeTree(test.home))
      expect(readdirSync(around)).toEqual(names)
    } finally {
      for (const path of [folder, other]) unmountDisk(path)
    }
  })

  it('that is full takes nothing, and is left as it was', async (context) => {
    for (const path of [folder, other]) mkdirSync(path)
    try {
      if (!mountDisk(folder, '400k') || !mountDisk(other, '400k'))
        return context.skip('no disk can be mounted here: not run')
      const backup = await inProcess(test.home, ['backup', folder])
      expect(backup).toMatchObject({ end: 75, text: expect.stringMatching(/^.*Nothing remains.*\[DISK_FULL\]\n$/) })
      await test.run('backup', `${folder}.large`)
      const restore = await inProcess(other, ['restore', `${folder}.large`])
      expect(restore).toMatchObject({ end: 75, text: expect.stringMatching(/^.*Nothing remains.*\[DISK_FULL\]\n$/) })
      for (const path of [folder, other]) expect(readdirSync(path)).toEqual([])
    } finally {
      for (const path of [folder, other]) unmountDisk(path)
    }
  })
})

describe('an ordinary user', () => {
  const theirs = (path: string) => {
    chownSync(path, 65534, 65534)
    for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }))
      chownSync(join(path, name), 65534, 65534)
  }

  it.skipIf(!canBeNobody())('backs up and restores where only the folders themselves are theirs', () => {
    chmodSync(around, 0o755)
    for (const path of [folder, other]) mkdirSync(path)
    for (const path of [test.home, folder, other]) theirs(path)
    expect(asNobody(test.home, 'backup', folder)).toMatchObject({ status: 0, stderr: '' })
    expect(asNobody(other, 'restore', folder)).toMatchObject({ status: 0, stderr: '' })
    expect(homeTree(other)).toEqual(homeTree(test.home))
  })

  it.skipIf(!canBeNobody())('is told what they may not write or read, and nothing is left', () => {
    chmodSync(around, 0o755)
    for (const path of [folder, other]) mkdirSync(path)
    theirs(test.home)
    const names = readdirSync(around)
    expect(asNobody(test.home, 'backup', folder).stderr).toMatch(/^\S+backups: .*\[BACKUP_NOT_WRITABLE\]\n$/)
    expect(asNobody(test.home, 'backup', join(around, 'new')).stderr).toContain('[BACKUP_NOT_WRITABLE]')
    theirs(folder)
    expect(asNobody(test.home, 'backup', folder).status).toBe(0)
    expect(asNobody(other, 'restore', folder).stderr).toMatch(/^\S+restored: .*\[HOME_NOT_WRITABLE\]\n$/)
    expect(asNobody(join(around, 'new'), 'restore', folder).stderr).toContain('[HOME_NOT_WRITABLE]')
    chownSync(join(test.home, 'secrets', 'pseudonyms.key'), 0, 0)
    expect(asNobody(test.home, 'backup', folder).status).toBe(1)
    chownSync(join(folder, 'objects'), 0, 0)
    chmodSync(join(folder, 'objects'), 0o700)
    const unreadable = /may read the backups, or give them to the user of the service.*\[UNREADABLE_FILE\]/
    expect(asNobody(join(around, 'new'), 'restore', folder).stderr).toMatch(unreadable)
    renameSync(folder, join(other, 'backups'))
    chmodSync(other, 0o700)
    expect(asNobody(join(around, 'new'), 'restore', join(other, 'backups')).stderr).toMatch(unreadable)
    renameSync(join(other, 'backups'), folder)
    expect(readdirSync(around)).toEqual(names)
  })
})

describe('a file system without hard links', () => {
  it('is good enough', async () => {
    const none = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'
      fs.linkSync = () => { throw Object.assign(new Error(''), { code: 'EPERM' }) }; syncBuiltinESMExports()`
    expect(await inProcess(test.home, ['backup', folder], none)).toMatchObject({ end: 0 })
    expect(await inProcess(other, ['restore', folder], none)).toMatchObject({ end: 0 })
    expect(homeTree(other)).toEqual(homeTree(test.home))
  })
})

/** Earlier backups, and what a folder of them has to become again. */
async function backUpFirst(): Promise<Readonly<Record<string, string>>> {
  await test.run('backup', folder)
  const before = treeOf(folder)
  test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(9)))
  await runNightly({ home: test.home, incoming: test.incoming, now: new Date() })
  return before
}

describe('a backup that is killed at any change of files', () => {
  it('leaves earlier ones whole, and the next one ends as an undisturbed one', async () => {
    const before = await backUpFirst()
    const copy = `${folder}.copy`
    for (let change = 0; ; change += step) {
      rmSync(copy, { recursive: true, force: true })
      cpSync(folder, copy, { recursive: true })
      const { end } = await inProcess(test.home, ['backup', copy], faultAt(copy, { kind: 'kill', change }))
      const after = treeOf(copy)
      for (const [name, content] of Object.entries(before)) expect([name, after[name]]).toEqual([name, content])
      expect(await test.run('backup', copy, '--verify')).toMatchObject({ code: 0 })
      expect(await test.run('backup', copy)).toMatchObject({ code: 0 })
      expect(Object.keys(treeOf(copy)).filter((name) => name.includes('.new'))).toEqual([])
      if (end === 0) return expect(change).toBeGreaterThan(step)
      expect(end).toBe('SIGKILL')
    }
  })

  it('leaves nothing when the disk is full at any change of files', async () => {
    const before = await backUpFirst()
    for (let change = 0; ; change += step) {
      const { end, text } = await inProcess(test.home, ['backup', folder], faultAt(folder, { kind: 'full', change }))
      const after = treeOf(folder)
      for (const [name, content] of Object.entries(before)) expect([name, after[name]]).toEqual([name, content])
      if (end === 0) return expect(change).toBeGreaterThan(step)
      expect(text).toContain('[DISK_FULL]')
      if (!text.includes('The backup was made')) expect(after).toEqual(before)
      else expect(await test.run('backup', folder, '--verify')).toMatchObject({ code: 0 })
    }
  })
})

describe('a restore that is killed at any change of files', () => {
  it('leaves no home, and the next one ends as an undisturbed one', async () => {
    await test.run('backup', folder)
    for (let change = 0; ; change += step) {
      rmSync(other, { recursive: true, force: true })
      const { end } = await inProcess(other, ['restore', folder], faultAt(other, { kind: 'kill', change }))
      if (end === 0) {
        expect(homeTree(other)).toEqual(homeTree(test.home))
        return expect(change).toBeGreaterThan(step)
      }
      expect([end, existsSync(join(other, 'home.json'))]).toEqual(['SIGKILL', false])
      if (existsSync(join(other, 'restoring.json')))
        expect(await runOn(other, ['nightly', '--jurisdiction', 'kg'])).toMatchObject({
          code: 1,
          err: expect.stringMatching(/taraza restore.*\[RESTORE_UNFINISHED\]/),
        })
      expect(await runOn(other, ['restore', folder])).toMatchObject({ code: 0, err: '' })
      expect(homeTree(other)).toEqual(homeTree(test.home))
    }
  })

  it('leaves nothing when the disk is full at any change of files', async () => {
    await test.run('backup', folder)
    for (let change = 0; ; change += step) {
      const { end, text } = await inProcess(other, ['restore', folder], faultAt(other, { kind: 'full', change }))
      if (end === 0) return expect(change).toBeGreaterThan(step)
      expect(text).toContain('[DISK_FULL]')
      expect(existsSync(other)).toBe(false)
    }
  })

  it('does not let another file be taken for what it left', async () => {
    await test.run('backup', folder)
    mkdirSync(other)
    writeFileSync(join(other, 'restoring.json'), JSON.stringify({ files: ['../backups/README.txt'] }))
    expect((await runOn(other, ['restore', folder])).err).toContain('[RESTORE_UNFINISHED]')
    writeFileSync(join(other, 'restoring.json'), JSON.stringify({ files: ['CURRENT.json'] }))
    writeFileSync(join(other, 'letter.txt'), '')
    expect((await runOn(other, ['restore', folder])).err).toMatch(/letter\.txt: .*\[NOT_EMPTY\]/)
  })
})
