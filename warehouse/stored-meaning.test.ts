import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { canonicalJson, Engine, type Json, quoteLiteral, selectRows, sha256 } from '#foundation'
import { statementsOfCounting } from './generations/describe.ts'
import { factsFile } from './generations/store/store.ts'
import { generationStore, releaseStore } from './index.ts'
import { publicFile, snapshotFile } from './releases/store/store.ts'
import { storedMeaning } from './versions/stored-meaning.ts'

/** What the version stands for. Where figures, keys and files stay as they were, only the hash is put in anew. Keys, pseudonyms and
 * fingerprints of rows are pinned in `cli/stored-rows.test.ts`. */
const pinned = { meaning: 3, hash: '10dcf5517e5c445ba8205b4fde9017296dd984ad4a4ad23162f0b346a4f37376' }

async function shapeOf(path: string): Promise<Json[]> {
  const engine = await Engine.open()
  try {
    return await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(path)} as stored (read_only)`)
      return await selectRows<{ readonly [key: string]: string }>(
        connection,
        `select schema_name, table_name, column_name, regexp_replace(data_type, '^ENUM.*', 'ENUM') as type
         from duckdb_columns() where database_name = 'stored' order by all`,
      )
    })
  } finally {
    engine.close()
  }
}

describe('what is stored', () => {
  it('changes only with its version', async () => {
    const home = inject('kgHome')
    const [generation = '', release = ''] = [generationStore.current(home)?.id, releaseStore.current(home)?.id]
    const files = [factsFile(home, generation), publicFile(home, release), snapshotFile(home, release)]
    const shapes = await Promise.all(files.map(shapeOf))
    const hash = sha256(canonicalJson({ shapes, statements: [...statementsOfCounting()] }))
    expect({ meaning: storedMeaning, hash }).toEqual(pinned)
  })

  it('says its version in its manifests', () => {
    const home = inject('kgHome')
    expect(generationStore.current(home)?.meaning).toBe(storedMeaning)
    expect(releaseStore.current(home)?.meaning).toBe(storedMeaning)
    expect(
      JSON.parse(
        readFileSync(join(home, 'generations', generationStore.current(home)?.id ?? '', 'manifest.json'), 'utf8'),
      ),
    ).toHaveProperty('meaning')
  })
})
