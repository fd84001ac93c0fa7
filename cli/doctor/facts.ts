import { statSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, quoteLiteral, Refusal, requirePlainFile, selectRow, selectRows } from '#foundation'
import { factsFile, type GenerationManifest, storedTablesOf } from '#warehouse'

/**
 * Whether the facts of a generation can be opened, are as long as they say, and have the rows that the manifest names. Blocks are not
 * read: a monitor asks often, and facts may be large.
 *
 * @throws {@link Refusal} `GENERATION_BROKEN`
 */
export async function requireReadableFacts(home: string, { id, registers }: GenerationManifest): Promise<void> {
  const file = factsFile(home, id)
  requirePlainFile(file)
  const engine = await Engine.open({ threads: 1 })
  try {
    const rows = await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(file)} as facts (read_only)`)
      if (statSync(file).size < (await bytesOfBlocks(connection))) throw new Error('the file was cut off')
      const tableOf = await storedTablesOf(connection)
      const counts = Object.keys(registers).map(
        (name) => `select ${quoteLiteral(name)} as name, count(*)::double as rows from ${tableOf(name)}`,
      )
      return await selectRows<{ name: string; rows: number }>(connection, counts.join(' union all '))
    })
    const found = new Map(rows.map(({ name, rows: count }) => [name, count]))
    if (Object.entries(registers).some(([name, { rows: count }]) => found.get(name) !== count))
      throw new Error('rows are missing')
  } catch (error) {
    const advice = 'Its facts are damaged. Restore the backup, or use an earlier one: "taraza generations rollback ID".'
    throw new Refusal('GENERATION_BROKEN', advice, { file }, { cause: error })
  } finally {
    engine.close()
  }
}

/** The headers of a file of the engine, before its first block. */
const headerBytes = 3 * 4096

/**
 * How long the file is to its last block in use. The engine goes on counting blocks at the end that it gave back, so what it says of the
 * whole file is too much.
 */
async function bytesOfBlocks(connection: DuckDBConnection): Promise<number> {
  const tables = await selectRows<{ name: string }>(
    connection,
    `select schema_name || '.' || table_name as name from duckdb_tables() where database_name = 'facts'`,
  )
  const last = tables.map(
    ({ name }) =>
      `select max(greatest(block_id, coalesce(list_max(additional_block_ids), -1))) as last from pragma_storage_info(${quoteLiteral(`facts.${name}`)})`,
  )
  await connection.run('use facts')
  const { bytes } = await selectRow<{ bytes: number }>(
    connection,
    `select (((max(last) + 1) * (select any_value(block_size) from pragma_database_size() where database_name = 'facts')) + ${headerBytes})::double as bytes
     from (${[...last, 'select max(block_id) as last from pragma_metadata_info()'].join(' union all ')})`,
  )
  return bytes
}
