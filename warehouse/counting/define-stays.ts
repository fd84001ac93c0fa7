import type { DuckDBConnection } from '@duckdb/node-api'
import { renderSqlTemplate } from '#foundation'

/** Defines when each status of a stay in prison ended. It is a view: it costs nothing until somebody reads it. */
export async function defineStays(connection: DuckDBConnection): Promise<void> {
  await connection.run(renderSqlTemplate('warehouse/counting/stays.sql'))
}
