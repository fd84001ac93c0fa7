import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Engine, quoteIdentifier, selectRow, sha256 } from '#foundation'
import { canonicalColumns, loadJurisdiction } from '#jurisdictions'
import { generationStore, registerTable } from '#warehouse'
import { factsFile } from '../warehouse/generations/store/store.ts'
import { storedMeaning } from '../warehouse/versions/stored-meaning.ts'
import { runNightly } from './nightly/run-nightly.ts'
import { frozenPath, sendAgain, thawFiles } from './testing/frozen-files.ts'

/**
 * Fingerprints, keys and pseudonyms of frozen extracts by frozen contracts, under a fixed secret. Whoever changes them raises
 * `storedMeaning`: homes of before would take each row of a repeated delivery for a new one, or each person for another.
 */
const pinned = {
  meaning: 3,
  kg: {
    activities: '29 rows, fingerprints 9ca4b75b53c82921, keys da5053a52e171032',
    assessments: '483 rows, fingerprints 973ecac700115fd3, keys 7bb8769179fdfab2',
    custody: '2779 rows, fingerprints d23ac390e115cf0a, keys 321f9f095c4c809e',
    population: '216 rows, fingerprints 7d958a7b592a09f8, keys 233fd4cd52ca91c5',
    sentences: '1459 rows, fingerprints 1263fd8f94950b57, keys 060a15ec004e60ba',
    services: '167 rows, fingerprints a87b169990b18ff9, keys d69e6996a50ef92f',
    staffing: '96 rows, fingerprints b09da8ae46567ba0, keys 4c63ccae03b14b99',
    supervision: '2119 rows, fingerprints 113fe0ab4d0bf83c, keys 69045a81819c349f',
    training: '86 rows, fingerprints 4d8976db297b0966, keys d52d1c4dfa0a9aa6',
  },
  mn: { sentences: '2000 rows, fingerprints 21963083ff14c5be, keys 9a54c605bad2dae2' },
}

const version = '622cec7'
const work = mkdtempSync(join(tmpdir(), 'taraza-stored-rows-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
const tables = join(work, 'tables')
thawFiles(frozenPath(version, 'tables'), tables)

/** Of each register its rows, its fingerprints, and its keys with pseudonyms. */
async function storedRows(code: string): Promise<Readonly<Record<string, string>>> {
  const [frozen, home, incoming] = ['frozen', 'home', 'incoming'].map((name) => join(work, `${code}-${name}`)) as [
    string,
    string,
    string,
  ]
  thawFiles(frozenPath(version, `${code}.home`), frozen)
  sendAgain(frozen, incoming)
  mkdirSync(join(home, 'secrets'), { recursive: true })
  writeFileSync(join(home, 'secrets', 'pseudonyms.key'), createHash('sha256').update('fixed').digest())
  const folder = join(tables, 'jurisdictions', code)
  const accept = ['VOLUME_DRIFT', 'PUBLISHED_TOTAL']
  const report = await runNightly({
    home,
    jurisdiction: folder,
    incoming,
    accept,
    now: new Date('2026-10-20T02:30:00Z'),
  })
  expect(report.refusals).toEqual([])
  const { id = '', registers = {} } = generationStore.current(home) ?? {}
  const jurisdiction = loadJurisdiction(folder)
  const engine = await Engine.open({ path: factsFile(home, id), readOnly: true })
  try {
    return await engine.withConnection(async (connection) => {
      const found: Record<string, string> = {}
      for (const { canonical } of jurisdiction.contracts.values()) {
        const { name } = canonical
        const pseudonyms = canonicalColumns(canonical, jurisdiction).filter(([, type]) => type === 'key')
        const keys = ['row_key', ...pseudonyms.map(([column]) => quoteIdentifier(column))]
        const text = keys.map((column) => `coalesce(${column}::varchar, '')`).join(` || ' ' || `)
        const sql = `select coalesce(string_agg(${text}, ',' order by row_key), '') as keys from ${registerTable(canonical).replace('facts.', '')}`
        const { keys: all } = await selectRow<{ keys: string }>(connection, sql)
        const { rows, hash } = registers[name] ?? { rows: 0, hash: '0' }
        found[name] = `${rows} rows, fingerprints ${sha256(hash).slice(0, 16)}, keys ${sha256(all).slice(0, 16)}`
      }
      return found
    })
  } finally {
    engine.close()
  }
}

describe('what is stored of a row', () => {
  it('changes only with the version of what is stored', async () => {
    expect({ meaning: storedMeaning, kg: await storedRows('kg'), mn: await storedRows('mn') }).toEqual(pinned)
  })
})
