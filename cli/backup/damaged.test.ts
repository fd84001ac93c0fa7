import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson, sha256 } from '#foundation'
import { runNightly } from '../nightly/run-nightly.ts'
import { homeTree, treeOf } from '../testing/backups.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
let folder: string
let home: string
beforeAll(async () => {
  test = testHome()
  keepSecrets(test.home)
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
  await test.run('backup', join(test.home, '..', 'sound'))
})
afterAll(() => test.remove())

beforeEach(() => {
  folder = join(test.home, '..', 'backups')
  home = join(test.home, '..', 'restored')
  for (const path of [folder, home]) rmSync(path, { recursive: true, force: true })
  cpSync(join(test.home, '..', 'sound'), folder, { recursive: true })
})

interface List {
  files: { path: string; sha256: string; size: number }[]
  [name: string]: unknown
}

const listPath = () => join(folder, readdirSync(folder).find((name) => /^\d/.test(name)) ?? '', 'BACKUP.json')
const readList = (): List => JSON.parse(readFileSync(listPath(), 'utf8'))

function objectOf(pattern: RegExp): string {
  const { sha256: name = '' } = readList().files.find(({ path }) => pattern.test(path)) ?? {}
  return join(folder, 'objects', name.slice(0, 2), name)
}

/** A list that somebody edited who can seal it again. */
function forge(change: (list: List) => void): void {
  const { seal, ...list } = readList() as List & { seal: string }
  change(list)
  writeFileSync(listPath(), JSON.stringify({ ...list, seal: sha256(canonicalJson(list)) }))
}

function withoutFile(list: List, path: string): void {
  list.files = list.files.filter((file) => file.path !== path)
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

/** What can be wrong with a backup, and what is said of it. */
const damages: Readonly<Record<string, readonly [() => void, RegExp]>> = {
  'half a file': [() => truncateSync(objectOf(/facts\.duckdb$/), 1000), /facts\.duckdb was cut off/],
  'a flipped byte': [() => flip(objectOf(/facts\.duckdb$/)), /facts\.duckdb was changed or damaged/],
  'a longer file': [() => appendFileSync(objectOf(/home\.json$/), 'x'), /home\.json is longer/],
  'a missing pointer': [() => rmSync(objectOf(/^CURRENT\.json$/)), /CURRENT\.json is missing/],
  'a missing original': [() => rmSync(objectOf(/^archive\//)), /archive\/.* is missing/],
  'a missing secret': [() => rmSync(objectOf(/pseudonyms\.key$/)), /pseudonyms\.key is missing/],
  'a lost folder of contents': [() => rmSync(join(folder, 'objects'), { recursive: true }), /files are damaged in all/],
  'an extra file': [() => writeFileSync(join(folder, 'letter.txt'), ''), /letter\.txt: No backup put this here/],
  'an extra content': [() => writeFileSync(join(folder, 'objects', 'x'), ''), /objects\/x: No backup put this here/],
  'an extra file beside the list': [() => writeFileSync(`${listPath()}.old`, ''), /BACKUP\.json\.old: No backup put/],
  'a link in place of a content': [
    () => {
      const path = objectOf(/home\.json$/)
      rmSync(path)
      symlinkSync(join(test.home, 'home.json'), path)
    },
    /home\.json is no file/,
  ],
  'no list': [() => rmSync(listPath()), /BACKUP\.json/],
  'half a list': [() => truncateSync(listPath(), 500), /cannot be read/],
  'an edited list': [() => writeFileSync(listPath(), readFileSync(listPath(), 'utf8').replace('kg', 'mn')), /changed/],
  'a path that leads outside': [
    () =>
      forge(({ files }) => {
        if (files[0] !== undefined) files[0].path = '../outside'
      }),
    /is not a list of this program at files\.0\.path/,
  ],
  'an absolute path': [
    () =>
      forge(({ files }) => {
        if (files[0] !== undefined) files[0].path = '/tmp/outside'
      }),
    /is not a list/,
  ],
  'a list without home.json': [() => forge((list) => withoutFile(list, 'home.json')), /lacks the file home\.json/],
  'a list without CURRENT.json': [() => forge((list) => withoutFile(list, 'CURRENT.json')), /lacks.*CURRENT\.json/],
  'a list without the secret': [
    () => forge((list) => withoutFile(list, 'secrets/pseudonyms.key')),
    /lacks the file secrets\/pseudonyms\.key/,
  ],
  'a list that names a file twice': [() => forge(({ files }) => files.push(...files.slice(0, 1))), /twice/],
}

describe('a damaged backup', () => {
  it.each(Object.keys(damages))('with %s is neither restored nor verified, and nothing is written', async (name) => {
    const [damage, words] = damages[name] ?? [() => {}, /^$/]
    damage()
    const before = treeOf(folder)
    const { code, err } = await runOn(home, ['restore', folder])
    expect([code, err]).toEqual([1, expect.stringMatching(words)])
    expect(err).toContain('[BACKUP_BROKEN]')
    expect(existsSync(home)).toBe(false)
    expect((await test.run('backup', folder, '--verify')).err).toBe(err)
    expect(treeOf(folder)).toEqual(before)
  })

  it('leaves an earlier one to be restored', async () => {
    await test.run('backup', folder)
    const [first = '', last = ''] = readdirSync(folder).filter((name) => /^\d/.test(name))
    writeFileSync(join(folder, last, 'BACKUP.json'), '{}')
    expect((await runOn(home, ['restore', folder])).err).toContain('[BACKUP_BROKEN]')
    expect(await runOn(home, ['restore', join(folder, first)])).toMatchObject({ code: 0 })
  })
})

describe('a backup of another version', () => {
  it.each([{ meaning: 99 }, { format: 2 }])('is refused where that is later: %j', async (later) => {
    forge((list) => Object.assign(list, later))
    const { code, err } = await runOn(home, ['restore', folder])
    expect([code, err]).toEqual([1, expect.stringMatching(/later version.*Install that version.*\[FOREIGN_SCHEMA\]/)])
    expect(existsSync(home)).toBe(false)
  })

  it('is restored without a list where it is earlier, if that is accepted, with the checks of that version', async () => {
    const earlier = join(test.home, '..', 'earlier')
    rmSync(earlier, { recursive: true, force: true })
    cpSync(test.home, earlier, { recursive: true })
    const { err } = await runOn(home, ['restore', earlier])
    expect(err).toMatch(/--unverified.*\[BACKUP_UNLISTED\]/)
    expect(existsSync(home)).toBe(false)
    expect(await runOn(home, ['restore', earlier, '--unverified'])).toMatchObject({ code: 0 })
    expect(homeTree(home)).toEqual(homeTree(test.home))
    rmSync(home, { recursive: true })
    writeFileSync(join(earlier, 'secrets', 'pseudonyms.key'), Buffer.from(Array.from({ length: 32 }, (_, at) => at)))
    expect((await runOn(home, ['restore', earlier, '--unverified'])).err).toContain('[SECRET_CHANGED]')
    rmSync(join(earlier, 'secrets'), { recursive: true })
    expect((await runOn(home, ['restore', earlier, '--unverified'])).err).toContain('[SECRET_LOST]')
    expect(existsSync(home)).toBe(false)
  })

  it('is nothing where there is none', async () => {
    mkdirSync(home)
    expect((await runOn(home, ['restore', join(folder, 'objects')])).err).toContain('[NOT_A_BACKUP]')
    expect((await test.run('backup', home, '--verify')).err).toContain('[NOT_A_BACKUP]')
    expect((await runOn(home, ['restore', join(folder, 'nowhere')])).err).toContain('[NOT_A_BACKUP]')
  })
})
