import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine as DuckDB, Engine, Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { contractOf, copyIn } from './index.ts'
import { openExtract } from './read/extract.ts'

const folder = mkdtempSync(join(tmpdir(), 'refusals-'))
let engine: DuckDB
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 })
})
afterAll(() => engine.close())

const kg = loadJurisdiction('kg')
const contract = contractOf('court_sentences_x.csv', kg)

async function headerOf(content: string | Uint8Array, name = 'court_sentences_x.csv') {
  const path = join(folder, name)
  writeFileSync(path, content)
  const copy = await copyIn(path, join(folder, 'plain'))
  return await engine.withConnection((connection) => openExtract(connection, copy, path, contract))
}

describe('a file that cannot be taken in', () => {
  it.each([
    ['EMPTY_FILE', ''],
    ['NOT_TEXT', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])],
    ['MISSING_COLUMN', Buffer.from([0xc4, 0xe0, 0xf2, 0xe0, 0x3b, 0x31])],
    ['TOO_MANY_COLUMNS', `${Array.from({ length: 10_000 }, (_, index) => `C${index}`).join(';')}\n1\n`],
    ['MISSING_COLUMN', 'CASE_ID;PERSON_ID\n1;2\n'],
    ['REPEATED_COLUMN', 'CASE_ID;CASE_ID\n1;2\n'],
  ])('is refused as %s, with its name', async (code, content) => {
    await expect(headerOf(content)).rejects.toMatchObject({
      code,
      place: { file: join(folder, 'court_sentences_x.csv') },
    })
  })

  it('is refused when gzip was cut off or is none', async () => {
    const packed = gzipSync('CASE_ID;PERSON_ID\n'.repeat(1000))
    await expect(headerOf(packed.subarray(0, packed.length - 20), 'court_sentences_x.csv.gz')).rejects.toMatchObject({
      code: 'TRUNCATED_GZIP',
    })
    await expect(headerOf('not packed', 'court_sentences_x.csv.gz')).rejects.toMatchObject({ code: 'NOT_GZIP' })
  })

  it('is refused when it has a column that nobody declared', async () => {
    const header = Object.values(contract.columns).map(({ from }) => from[0])
    await expect(headerOf(`${[...new Set(header), 'EXTRA'].join(';')}\n1\n`)).rejects.toMatchObject({
      code: 'UNEXPECTED_COLUMN',
    })
  })

  it('is refused when no contract knows its name', () => {
    expect(() => contractOf('prisoners.xlsx', kg)).toThrow(Refusal)
  })
})
