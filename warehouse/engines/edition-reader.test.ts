import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { onBehalfOf } from '#foundation'
import { generationSource } from '../generations/store/generation-source.ts'
import { generationStore, removeGeneration } from '../generations/store/store.ts'
import { EditionReader } from './edition-reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'pinned-'))
const home = join(folder, 'home')
const [later, latest] = ['000998-00000000', '000999-00000000'] as const
const readers: EditionReader<'officer'>[] = []

beforeAll(() => cpSync(inject('kgHome'), home, { recursive: true }))
afterAll(async () => {
  for (const reader of readers) await reader.close()
  rmSync(folder, { recursive: true })
})

function reader() {
  const created = new EditionReader(generationSource(home), { home })
  readers.push(created)
  return created
}

/** Publishes the facts that are served under another name, and removes what was served before. */
function replace(id: string): void {
  const { id: before = '', number = 0 } = generationStore.current(home) ?? {}
  cpSync(generationStore.folder(home, before), generationStore.folder(home, id), { recursive: true })
  const path = join(generationStore.folder(home, id), 'manifest.json')
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), id, number: number + 1 }))
  writeFileSync(join(home, 'CURRENT.json'), JSON.stringify({ generation: id }))
  removeGeneration(home, before)
}

const done = async () => 'done'

describe('a pinned edition', () => {
  it('is read to the end once it was opened, also when it was removed', async () => {
    const pinned = reader().pin()
    await pinned.use(done)
    replace(later)
    expect(await pinned.use((_, connection) => connection.run('from facts.main.persons limit 1').then(done))).toBe(
      'done',
    )
    expect(pinned.edition.id).not.toBe(later)
  })

  it('is not replaced by another one when it was removed before: the caller is told to ask again', async () => {
    const own = reader()
    const pinned = own.pin()
    replace(latest)
    await expect(pinned.use(done)).rejects.toMatchObject({ code: 'BUSY' })
    expect(own.pin().edition.id).toBe(latest)
    expect(await own.pin().use(done)).toBe('done')
  })
})

describe('statements that wait', () => {
  it('are begun first for whoever has taken little, and leave one place free of the others', async () => {
    const pinned = reader().pin()
    const ends: (() => void)[] = []
    const begun: string[] = []
    const ask = (who: string) => {
      const { signal } = new AbortController()
      onBehalfOf(who, signal)
      const work = () => {
        begun.push(who)
        return new Promise<void>((resolve) => void ends.push(resolve))
      }
      return pinned.use(work, signal)
    }
    const all = Array.from({ length: 20 }, () => ask('many'))
    await expect.poll(() => begun.length).toBe(3)
    all.push(ask('few'), ask('few'))
    await expect.poll(() => begun.length).toBe(4)
    for (let ended = 0; ended < all.length; ended++) {
      await expect.poll(() => ends.length).toBeGreaterThan(ended)
      ends[ended]?.()
    }
    await Promise.all(all)
    expect(begun.slice(0, 5).filter((who) => who === 'few')).toHaveLength(2)
  })

  it('are not begun once nobody wants them', async () => {
    await expect(reader().pin().use(done, AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE' })
  })
})
