import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll } from 'vitest'
import { Engine, quoteIdentifier } from '../index.ts'

/** A connection for the tests of one file, with empty databases of these names, by default `staging` as a night has it. */
export function inMemory(...databases: readonly string[]): { readonly connection: DuckDBConnection } {
  let engine: Engine
  let connection: DuckDBConnection
  beforeAll(async () => {
    engine = await Engine.open({ threads: 1 })
    connection = await engine.connect()
    for (const name of databases.length === 0 ? ['staging'] : databases)
      await connection.run(`attach ':memory:' as ${quoteIdentifier(name)}`)
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
