import type { DuckDBConnection } from '@duckdb/node-api'
import { renderSqlTemplate, selectRows } from '#foundation'
import { calendarSlots, calendarYears } from '../../facts/calendar.ts'

/** Types of dimensions: what a cube counts does not depend on how its codes are held. */
const types = ['region', 'sex', 'broad_age', 'event', 'horizon', 'happened', 'sanction_class']
const switches = ['unit', 'rule', 'placement', 'stage', 'view']
const asText = Object.fromEntries([...types, ...switches].map((name) => [`${name}_type`, 'varchar']))
const byDefault = { ...asText, ...calendarSlots(calendarYears) }

/** The last days of quarters, as SQL that fills the slot of a stock. */
export function quartersEnding(...days: readonly string[]): string {
  const rows = days.map((day) => `(date '${day}')`).join(', ')
  return `select (year(last_day) * 4 + quarter(last_day) - 1)::smallint as quarter, last_day from (values ${rows}) as t(last_day)`
}

/**
 * What a cube counts over the database `facts` of a connection, in alphabetical order.
 *
 * @param text - what is told of each row, as SQL over the columns of the cube
 */
export async function toldByCube(
  connection: DuckDBConnection,
  cube: string,
  text: string,
  slots: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const rows = renderSqlTemplate(`warehouse/cubes/${cube}.sql`, { ...byDefault, ...slots })
  const found = await selectRows<{ told: string }>(connection, `select ${text} as told from (${rows}) order by told`)
  return found.map(({ told: reported }) => reported)
}
