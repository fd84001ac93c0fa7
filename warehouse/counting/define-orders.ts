import type { DuckDBConnection } from '@duckdb/node-api'
import { renderSqlTemplate } from '#foundation'

/** Defines which orders of supervision go on with an earlier one. It is a view: it costs nothing until somebody reads it. */
export async function defineOrders(connection: DuckDBConnection): Promise<void> {
  await connection.run(renderSqlTemplate('warehouse/counting/orders.sql'))
}
