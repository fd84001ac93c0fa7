import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api'
import { quoteIdentifier, runStatement } from '#foundation'
import { readColumns } from '../columns/read-columns.ts'
import type { CubeEngine, Dialect } from './cube-engine.ts'

const filter = (where: string | undefined) => (where === undefined ? '' : ` filter (${where})`)
const types = { text: VARCHAR, integer: INTEGER }

export const duckdbDialect: Dialect = {
  table: (cube) => `counted.${quoteIdentifier(cube)}`,
  place: (at) => `$${at}`,
  integer: (expression) => `(${expression})::integer`,
  float: (expression) => `(${expression})::double`,
  count: (where) => `count(*)${filter(where)}`,
  sum: (column, where) => `coalesce(sum(${column})${filter(where)}, 0)`,
  keys: (where) => `(coalesce(sum(record_key)${filter(where)}, 0) % 4294967296)::uinteger`,
  median: (column, where) => `median(${column})${filter(where)}`,
  ranked: (column, rank, where) => `list_extract(list(${column} order by ${column})${filter(where)}, ${rank})`,
}

/** The cubes of the database that a connection has opened. */
export function duckdbCubes(connection: DuckDBConnection): CubeEngine {
  return {
    dialect: duckdbDialect,
    read: async ({ sql, bound }, signal, maxRows) => {
      const statement = {
        sql,
        parameters: bound.map(({ value }) => value),
        types: bound.map(({ type }) => types[type]),
      }
      return await readColumns(await runStatement(connection, statement, signal), maxRows)
    },
  }
}
