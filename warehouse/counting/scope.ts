import type { DuckDBConnection } from '@duckdb/node-api'

/** Whose rows are counted again: everybody, or the persons of whom this run brought something new. */
export interface Scope {
  /** Who is in scope. */
  readonly members: PersonCondition
  /** Brings a table of counted rows up to date. `rows` selects them, given the condition that a person is in scope. */
  rebuild(connection: DuckDBConnection, table: string, rows: (inScope: PersonCondition) => string): Promise<void>
}

/** A condition on the expression of a person's key. */
export type PersonCondition = (personKey: string) => string

const rowsAtOnce = 6_000_000

/**
 * Everybody, in as many slices as memory needs: what is counted of a person has to be held until all rows were seen.
 *
 * @param rows - of the register of sentences
 */
export function allPersons(rows: number): Scope {
  const slices = Math.max(1, Math.ceil(rows / rowsAtOnce))
  const slice = (number: number): PersonCondition =>
    slices === 1 ? () => 'true' : (personKey) => `hash(${personKey}) % ${slices} = ${number}`
  return {
    members: () => 'true',
    rebuild: async (connection, table, rowsOf) => {
      await connection.run(`create or replace table ${table} as ${rowsOf(slice(0))}`)
      for (let number = 1; number < slices; number++)
        await connection.run(`insert into ${table} ${rowsOf(slice(number))}`)
    },
  }
}

/** The persons that `staging.touched` lists by `person_key`. */
export const changedPersons: Scope = {
  members: isTouched,
  rebuild: async (connection, table, rowsOf) => {
    await connection.run(`delete from ${table} where ${isTouched('person_key')}`)
    await connection.run(`insert into ${table} ${rowsOf(isTouched)}`)
  },
}

function isTouched(personKey: string): string {
  return `${personKey} in (select person_key from staging.touched)`
}
