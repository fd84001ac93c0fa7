import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { TokenStore } from '#api'
import { canonicalJson, makePrivate, sha256 } from '#foundation'
import { Budgets } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { retain } from '../nightly/retention.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { findings } from './findings.ts'

const now = new Date('2026-11-14T08:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'damage-'))
const home = join(folder, 'home')
const days = { auditDays: 1825, reportDays: 1825, accessDays: 1825, sessions: join(home, 'access', 'sessions') }

beforeAll(() => {
  const left = ['writer.lock', 'archive', 'audit', 'access', 'quarantine']
  for (const name of readdirSync(inject('kgHome')).filter((one) => !left.includes(one)))
    cpSync(join(inject('kgHome'), name), join(home, name), { recursive: true })
  new TokenStore(home).create({ name: 'a', role: 'analyst', days: 90 }, now)
  new Budgets(home).raise('oidc:a', 0.2, 'steward', now)
  writeFileSync(join(home, 'access', 'analyst-tables.jsonl'), `${JSON.stringify({ kept: 'nothing' })}\n`)
  const line = { at: now.toISOString(), who: 'oidc:a', number: 0, before: '', after: {} }
  mkdirSync(join(home, 'audit'))
  const text = JSON.stringify({ ...line, hash: sha256(canonicalJson(line)) })
  writeFileSync(join(home, 'audit', '2026-11-14T08-00-00.000Z-1.jsonl'), `${text}\n`)
  retain(home, days, now)
  const folderOf = join(home, 'quarantine', 'court_sentences')
  mkdirSync(folderOf, { recursive: true })
  cpSync(
    filesBelow(join(home, 'releases')).find((path) => path.endsWith('.parquet')) ?? '',
    join(folderOf, 'a.parquet'),
  )
  makePrivate(home)
})
afterAll(() => rmSync(folder, { recursive: true }))

function filesBelow(at: string): string[] {
  return readdirSync(at, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

/** What the doctor says of the home, but for what depends on the machine. */
async function look() {
  const settings = { TARAZA_HOME: home, PORT: 8080, TARAZA_DUCKDB_THREADS: 1, TARAZA_DUCKDB_MEMORY_LIMIT: '512MB' }
  const found = await findings(settings as Configuration, now)
  return found.filter(({ what, level }) => level !== 'ok' && !['disk', 'last success'].includes(what))
}

/** The public half of the key is written again from the private one. */
const healed = ['signing/ed25519.public.pem']

describe('whatever file of a home is damaged', () => {
  let [path, content] = ['', Buffer.alloc(0)]
  afterEach(() => {
    rmSync(path, { recursive: true, force: true })
    writeFileSync(path, content, { mode: 0o600 })
  })
  const damages = {
    'other text': () => writeFileSync(path, 'null'),
    'a folder': () => {
      rmSync(path)
      mkdirSync(path, { mode: 0o700 })
    },
    'a pipe': () => {
      rmSync(path)
      execFileSync('mkfifo', ['-m', '600', path])
    },
  }

  it.each(Object.entries(damages))('%s in its place is found by the doctor', async (_, damage) => {
    const before = (await look()).map(({ what, says }) => `${what}: ${says}`)
    const unnoticed: string[] = []
    for (path of filesBelow(home).filter((file) => !healed.includes(relative(home, file)))) {
      content = readFileSync(path)
      damage()
      const found = (await look()).map(({ what, says }) => `${what}: ${says}`)
      if (found.every((one) => before.includes(one))) unnoticed.push(relative(home, path))
      rmSync(path, { recursive: true })
      writeFileSync(path, content, { mode: 0o600 })
    }
    expect(unnoticed).toEqual([])
  })
})

describe('the lock of a home', () => {
  it('is looked at and not taken: a night can begin meanwhile, and a home that has none gets none', async () => {
    const path = join(home, 'writer.lock')
    rmSync(path, { force: true })
    await look()
    expect(existsSync(path)).toBe(false)
    const giveBack = await takeWriterLock(home)
    expect((await look()).filter(({ what }) => what === 'lock')).toEqual([])
    giveBack()
  })

  it('is found damaged', async () => {
    const path = join(home, 'writer.lock')
    const content = readFileSync(path)
    writeFileSync(path, 'other text', { mode: 0o600 })
    expect(await look()).toContainEqual(expect.objectContaining({ what: 'lock', level: 'error' }))
    writeFileSync(path, content)
  })
})

describe('what a night removes for its age', () => {
  it('goes on beside a damaged file, and says that it could not do all', () => {
    const tokens = join(home, 'access', 'tokens.json')
    const content = readFileSync(tokens)
    writeFileSync(tokens, '{')
    expect(retain(home, days, now)).toBe(false)
    writeFileSync(tokens, content)
    expect(retain(home, days, now)).toBe(true)
  })

  it('leaves the report of a run whose clock was wrong', () => {
    const reports = join(folder, 'other', 'reports')
    mkdirSync(reports, { recursive: true })
    const names = [
      '00000001_2020-01-01T02',
      '00000002_2026-11-01T02',
      '00000003_1970-01-01T00',
      '00000004_2026-11-13T02',
    ]
    for (const name of names) writeFileSync(join(reports, `${name}-30-00.000Z.json`), '{}')
    expect(retain(join(folder, 'other'), { ...days, reportDays: 100 }, now)).toBe(true)
    expect(readdirSync(reports).map((name) => name.slice(0, 12))).toEqual([
      '00000002_202',
      '00000003_197',
      '00000004_202',
    ])
    expect(existsSync(reports)).toBe(true)
  })
})
