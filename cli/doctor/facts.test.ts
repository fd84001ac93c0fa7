import { mkdirSync, mkdtempSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Engine } from '#foundation'
import { factsFile, type GenerationManifest } from '#warehouse'
import { requireReadableFacts } from './facts.ts'

const rows = 300_000
const manifest = { id: '000001-a', registers: { register_one: { rows } } } as unknown as GenerationManifest

/** Facts whose last blocks were given back: the engine goes on counting them. */
async function shrunkFacts(): Promise<{ home: string; file: string }> {
  const home = mkdtempSync(join(tmpdir(), 'facts-'))
  const file = factsFile(home, manifest.id)
  mkdirSync(dirname(file), { recursive: true })
  const engine = await Engine.open({ path: file, threads: 1 })
  const filled = (name: string) =>
    `create table ${name} as select range as i, md5(range::varchar) as s from range(${rows}); checkpoint`
  await engine.withConnection(async (connection) => {
    for (const statement of [filled('register_one'), filled('dropped'), 'drop table dropped; checkpoint'])
      await connection.run(statement)
  })
  engine.close()
  return { home, file }
}

describe('facts', () => {
  it('are whole when the engine counts blocks that it gave back', async () => {
    const { home } = await shrunkFacts()
    await expect(requireReadableFacts(home, manifest)).resolves.toBeUndefined()
  })

  it('are not when one block of them is gone', async () => {
    const { home, file } = await shrunkFacts()
    truncateSync(file, statSync(file).size - 262_144)
    await expect(requireReadableFacts(home, manifest)).rejects.toMatchObject({ code: 'GENERATION_BROKEN' })
  })
})
