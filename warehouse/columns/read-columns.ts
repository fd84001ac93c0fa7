import type { DuckDBMaterializedResult } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { Refusal } from '#foundation'
import { columnBuilder } from './column-builder.ts'
import type { ColumnVector } from './typed-column.ts'

/** Chunks that are copied before others have their turn: some milliseconds. */
const chunksInTurn = 64

/**
 * Reads a result into typed columns. The engine has it whole, made by all its threads, so that each column gets just the
 * memory that it needs; a stream would be made by one thread, and copied again each time that a column grows.
 *
 * @param maxRows - a larger answer is refused
 * @throws {@link Refusal} `TOO_MANY_ROWS`
 */
export async function readColumns(result: DuckDBMaterializedResult, maxRows: number): Promise<readonly ColumnVector[]> {
  const { rowCount, chunkCount } = result
  if (rowCount > maxRows) throw tooManyRows(maxRows)
  const types = result.columnTypes()
  const builders = result.columnNames().map((name, index) => {
    const type = types[index]
    if (type === undefined) throw new Error(`the column ${name} has no type`)
    return columnBuilder(name, type, rowCount)
  })
  for (let at = 0; at < chunkCount; at++) {
    const chunk = result.getChunk(at)
    for (const [index, builder] of builders.entries())
      builder.append(duckdb.data_chunk_get_vector(chunk.chunk, index), chunk.rowCount)
    if (at % chunksInTurn === chunksInTurn - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return builders.map((builder) => builder.finish())
}

function tooManyRows(maxRows: number): Refusal {
  const advice = `The answer has more than ${maxRows} rows. Ask for fewer dimensions, filter, or use "limit" and "offset".`
  return new Refusal('TOO_MANY_ROWS', advice, { parameter: 'limit' })
}
