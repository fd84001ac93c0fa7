import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { signingKeyIn } from '#dashboards'
import { makePrivate } from '#foundation'
import { generationStore, releaseStore } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { findings } from './findings.ts'

let home = ''
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'home')
  const left = ['writer.lock', 'snapshots', 'archive', 'audit', 'access', 'signing', 'signing-keys.json']
  for (const name of readdirSync(inject('kgHome')).filter((one) => !left.includes(one)))
    cpSync(join(inject('kgHome'), name), join(home, name), { recursive: true })
  makePrivate(home)
  signingKeyIn(join(home, 'signing'))
})
afterEach(() => rmSync(join(home, '..'), { recursive: true }))

const settings = { PORT: 8080, TARAZA_DUCKDB_THREADS: 2, TARAZA_DUCKDB_MEMORY_LIMIT: '512MB' }
const dayOfRelease = new Date('2026-11-14T08:00:00Z')

/** What is wrong, but for the disk and the last success: the home was made weeks before its release. */
async function errors({ now = dayOfRelease, ...more }: { now?: Date; TARAZA_DUCKDB_MEMORY_LIMIT?: string } = {}) {
  const found = await findings({ ...settings, TARAZA_HOME: home, ...more } as Configuration, now)
  const ignored = ['disk', 'last success']
  return found.flatMap(({ what, level }) => (level === 'error' && !ignored.includes(what) ? [what] : []))
}

async function lateDeliveriesAt(now: Date, more: { TARAZA_STEWARDS?: string }) {
  const found = await findings({ ...settings, TARAZA_HOME: home, ...more } as Configuration, now)
  return found.find(({ what }) => what === 'late deliveries')
}

const current = (store: typeof generationStore | typeof releaseStore) =>
  store.folder(home, store.current(home)?.id ?? '')
const facts = () => join(current(generationStore), 'facts.duckdb')

describe('taraza doctor', () => {
  it('finds nothing wrong with a home that is well, also while a quarter goes on or lacks deliveries', async () => {
    expect(await errors()).toEqual([])
    expect(await errors({ now: new Date('2027-01-20T08:00:00Z') })).toEqual([])
  })

  it('has nothing against a home before its first delivery, and misses one that is not there', async () => {
    for (const name of readdirSync(home).filter((one) => one !== 'home.json'))
      rmSync(join(home, name), { recursive: true })
    mkdirSync(join(home, 'incoming'))
    makePrivate(home)
    expect(await errors()).toEqual([])
    rmSync(join(home, 'home.json'))
    expect(await errors()).toEqual(['home'])
    rmSync(home, { recursive: true })
    expect(await errors()).toEqual(['home'])
  })

  const faults: readonly (readonly [string, string, () => void])[] = [
    ['facts that were cut off', 'facts', () => truncateSync(facts(), statSync(facts()).size / 2)],
    ['facts of another generation', 'facts', () => writeFileSync(facts(), 'none')],
    ['a pointer that was damaged', 'generation', () => writeFileSync(join(home, 'CURRENT.json'), '{')],
    ['a pointer that is gone', 'generation', () => loseAPointer()],
    ['a file of the release that was changed', 'release files', () => changeAByte(current(releaseStore))],
    ['a secret that was lost', 'secrets', () => rmSync(join(home, 'secrets', 'disclosure.key'))],
    ['a signing key that was lost', 'signing key', () => rmSync(join(home, 'signing'), { recursive: true })],
    ['a file that others may read', 'files', () => chmodSync(join(home, 'home.json'), 0o644)],
    ['a last run that was refused', 'last run', () => refuseLastRun()],
  ]
  it.each(faults)('finds %s', async (_, what, spoil) => {
    spoil()
    expect(await errors()).toContain(what)
  })

  it('finds a clock that is behind, a release that is overdue, a run that is late and memory that is not there', async () => {
    expect(await errors({ now: new Date('2026-10-20T08:00:00Z') })).toEqual(['clock'])
    expect(await errors({ now: new Date('2027-03-01T08:00:00Z') })).toEqual(['release'])
    expect(await errors({ TARAZA_DUCKDB_MEMORY_LIMIT: '900GB' })).toEqual(['memory'])
    const found = await findings({ ...settings, TARAZA_HOME: home } as Configuration, dayOfRelease)
    expect(found.find(({ what }) => what === 'last success')?.level).toBe('error')
  })

  it('names what is late by the days that stewards set since the last run', async () => {
    const stewards = join(home, '..', 'late-stewards.yaml')
    writeFileSync(stewards, 'registers: { sentences: { expected: { every: month, day: 1 } } }')
    const late = await lateDeliveriesAt(new Date('2027-03-01T08:00:00Z'), { TARAZA_STEWARDS: stewards })
    expect(late).toMatchObject({ level: 'note', says: expect.stringContaining('sentences of 202') })
    expect(await lateDeliveriesAt(dayOfRelease, {})).toMatchObject({ level: 'ok' })
  })
})

/** One generation alone is pointed to again by the next night. */
function loseAPointer(): void {
  const [id = ''] = readdirSync(join(home, 'generations'))
  const [first, second] = [generationStore.folder(home, id), join(home, 'generations', '000002-aaaaaaaa')]
  cpSync(first, second, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(first, 'manifest.json'), 'utf8'))
  writeFileSync(join(second, 'manifest.json'), JSON.stringify({ ...manifest, id: '000002-aaaaaaaa', number: 2 }))
  makePrivate(home)
  rmSync(join(home, 'CURRENT.json'))
}

function changeAByte(folder: string): void {
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.duckdb')) ?? '')
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
  writeFileSync(path, bytes)
}

function refuseLastRun(): void {
  const path = join(home, 'reports', readdirSync(join(home, 'reports')).at(-1) ?? '')
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), decision: 'refused' }), {
    mode: 0o600,
  })
}
