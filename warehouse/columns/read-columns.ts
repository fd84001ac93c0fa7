import type { DuckDBResult } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { Refusal } from '#foundation'
import { columnBuilder } from './column-builder.ts'
import type { TypedColumn } from './typed-column.ts'

/**
 * Reads a whole result into typed columns.
 *
 * @param maxRows - a larger answer is refused while it is read, so that no question can fill the memory
 * @throws {@link Refusal} `TOO_MANY_ROWS`
 */
export async function readColumns(result: DuckDBResult, maxRows: number): Promise<readonly TypedColumn[]> {
  const types = result.columnTypes()
  const builders = result.columnNames().map((name, index) => {
    const type = types[index]
    if (type === undefined) throw new Error(`the column ${name} has no type`)
    return columnBuilder(name, type)
  })
  let rows = 0
  let next = result.fetchChunk()
  try {
    for (let chunk = await next; chunk !== null && chunk.rowCount > 0; chunk = await next) {
      rows += chunk.rowCount
      if (rows > maxRows) throw tooManyRows(maxRows)
      // The engine works on the next chunk while this one is copied.
      next = result.fetchChunk()
      for (const [index, builder] of builders.entries())
        builder.append(duckdb.data_chunk_get_vector(chunk.chunk, index), chunk.rowCount)
    }
  } finally {
    await next.catch(() => null)
  }
  return builders.map((builder) => builder.finish())
}

function tooManyRows(maxRows: number): Refusal {
  const advice = `The answer has more than ${maxRows} rows. Ask for fewer dimensions, filter, or use "limit" and "offset".`
  return new Refusal('TOO_MANY_ROWS', advice, { parameter: 'limit' })
}
