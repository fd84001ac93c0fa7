import type { DuckDBConnection } from '@duckdb/node-api'
import { renderSqlTemplate } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { calendarOf, calendarSlots } from '../facts/calendar.ts'
import { parentOf } from '../facts/code-tables.ts'

/** Defines the stock–flow ledger of prison and probation. It is a view: it costs nothing until somebody reads it. */
export async function makeLedger(connection: DuckDBConnection, jurisdiction: Jurisdiction): Promise<void> {
  await connection.run(
    renderSqlTemplate('warehouse/counting/ledger.sql', {
      ...calendarSlots(calendarOf(jurisdiction)),
      facility_region: parentOf('facility', jurisdiction, 'facilities'),
      office_region: parentOf('office', jurisdiction, 'offices'),
    }),
  )
}
