import type { DuckDBConnection } from '@duckdb/node-api'
import { readStatement } from '#foundation'
import { defineRecordKeys } from '../../disclosure/cell-key/record-keys.ts'

/** Changes the table `solved` once the search is over. */
type Adjustment = (connection: DuckDBConnection, secret: Buffer) => Promise<void>

/** Cubes whose solved cells are brought in line with those of another one, which is published before. */
export const adjustments: Readonly<Record<string, Adjustment>> = {
  sentences_units: async (connection, secret) => {
    await defineRecordKeys(connection, secret)
    await connection.run(readStatement('warehouse/releases/steps/align-units.sql'))
  },
}
