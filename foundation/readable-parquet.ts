import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRows } from './engine.ts'
import { damageBehind } from './refusal/damaged-file.ts'
import { quoteLiteral } from './sql-text.ts'

/** Requires that every cell of a Parquet file of the program can be read. @throws {@link Refusal} `STATE_BROKEN` */
export async function requireReadableParquet(connection: DuckDBConnection, path: string): Promise<void> {
  try {
    await selectRows(connection, `select max(hash(read)) as hash from read_parquet(${quoteLiteral(path)}) as read`)
  } catch (error) {
    throw damageBehind(error, path) ?? error
  }
}
