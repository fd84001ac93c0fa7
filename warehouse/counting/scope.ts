import type { DuckDBConnection } from '@duckdb/node-api'

/** Whose rows are counted again: everybody, or the persons of whom this run brought something new. */
export interface Scope {
  /** The condition that a person is in scope. */
  condition(personKey: string): string
  /** Brings a table of counted rows up to date: what stands in it of persons in scope gives way to `rows`. */
  rebuild(connection: DuckDBConnection, table: string, rows: string): Promise<void>
}

export const everybody: Scope = {
  condition: () => 'true',
  rebuild: async (connection, table, rows) => {
    await connection.run(`create or replace table ${table} as ${rows}`)
  },
}

/** The persons that `staging.touched` lists by `person_key`. */
export const touchedPersons: Scope = {
  condition: (personKey) => `${personKey} in (select person_key from staging.touched)`,
  rebuild: async (connection, table, rows) => {
    await connection.run(`delete from ${table} where person_key in (select person_key from staging.touched)`)
    await connection.run(`insert into ${table} ${rows}`)
  },
}
