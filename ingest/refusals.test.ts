import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine as DuckDB, Engine, Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { contractOf, copyAndHash } from './index.ts'
import { openExtract } from './read/open-extract.ts'

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
  const copy = await copyAndHash(path, join(folder, 'plain'))
  return await engine.withConnection((connection) => openExtract(connection, copy, path, contract))
}

/** The header of the contract, and what else stands there. */
function header(...more: readonly string[]): string {
  const names = new Set(Object.values(contract.columns).map(({ from }) => from[0]))
  return `${[...names, ...more].join(';')}\n1\n`
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
    await expect(headerOf(header('EXTRA'))).rejects.toMatchObject({
      code: 'UNEXPECTED_COLUMN',
      message: expect.stringMatching(/^Not in the contract: "EXTRA"\. .*add it to/),
    })
  })

  it.each(['FIO', 'ФИО', 'Фамилия', 'full_name', 'Birth date', 'Паспорт', 'ИНН', 'Home address', 'телефону'])(
    'is never told to declare a column that announces personal data: %s',
    async (name) => {
      const { code, message } = await headerOf(header(name)).then(
        () => ({ code: '', message: '' }),
        (error: Refusal) => error,
      )
      expect(code).toBe('PERSONAL_DATA')
      expect(message).toContain(`Found: "${name}": its name announces personal data.`)
      expect(message).not.toContain('contracts/')
    },
  )

  it.each([
    ['SENTENCED_ON', 'SENTENCE_DATE', '"SENTENCE_DATE" (did you mean SENTENCED_ON?)'],
    ['COURT', 'court', '"court" (did you mean COURT?)'],
    ['SENTENCED_ON', 'Дата вынесения приговора', '(did you mean ДАТА_ПРИГОВОРА?)'],
  ])('is refused for the missing %s with what %s was probably meant to be', async (missing, instead, said) => {
    const text = header().replace(`;${missing};`, `;${instead};`)
    await expect(headerOf(text)).rejects.toMatchObject({
      code: 'MISSING_COLUMN',
      message: expect.stringContaining(said),
    })
  })

  it.each([
    ['a header in small letters', header().toLowerCase(), 'Capital and small letters differ'],
    ['another delimiter', header().replaceAll(';', '|'), 'Check the header and the delimiter (; or , or tab)'],
  ])('is refused for %s with what to do', async (_, text, said) => {
    await expect(headerOf(text)).rejects.toMatchObject({
      code: 'MISSING_COLUMN',
      message: expect.stringContaining(said),
    })
  })

  it('is refused for personal data first, with what else is wrong with its header', async () => {
    await expect(headerOf(header('FIO', 'EXTRA'))).rejects.toMatchObject({
      code: 'PERSONAL_DATA',
      message: expect.stringMatching(/"FIO": its name announces personal data\. Not in the contract: "EXTRA"\./),
    })
    await expect(headerOf(header().replace(';BIRTH_YEAR;', ';BIRTH_DATE;'))).rejects.toMatchObject({
      code: 'PERSONAL_DATA',
      message: expect.stringMatching(/"BIRTH_DATE": its name announces personal data\. Missing: BIRTH_YEAR/),
    })
  })

  it('is refused when no contract knows its name', () => {
    expect(() => contractOf('prisoners.xlsx', kg)).toThrow(Refusal)
  })
})
