import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll } from 'vitest'
import { Engine, quoteLiteral, selectRows } from '#foundation'

/** A connection for the tests of one file, with an empty `staging` as a night has it. */
export function inMemory(): { readonly connection: DuckDBConnection } {
  let engine: Engine
  let connection: DuckDBConnection
  beforeAll(async () => {
    engine = await Engine.open({ threads: 1 })
    connection = await engine.connect()
    await connection.run(`attach ':memory:' as staging`)
  })
  afterAll(() => {
    connection.closeSync()
    engine.close()
  })
  return {
    get connection() {
      return connection
    },
  }
}

/** What an expression over the column `cell` makes of texts, each as the engine writes it; NULL stays `null`. */
export async function readTexts(
  connection: DuckDBConnection,
  expression: string,
  texts: readonly (string | null)[],
): Promise<readonly (string | null)[]> {
  const cells = texts.map((text, index) => `(${index}, ${text === null ? 'null' : quoteLiteral(text)}::varchar)`)
  const sql = `select (${expression})::varchar as read from (values ${cells.join(', ')}) as cells(place, cell) order by place`
  return (await selectRows<{ read: string | null }>(connection, sql)).map(({ read }) => read)
}
