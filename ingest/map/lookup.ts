import type { DuckDBConnection } from '@duckdb/node-api'
import { enumeration, quoteLiteral } from '#foundation'
import { type Code, type ColumnContract, type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'
import { valueNamed } from '../validate/typed-column.ts'
import { folded } from './fold.ts'

/** A lookup table from a sender's codes to house codes, and how a row finds its code there. */
export interface Lookup {
  readonly column: string
  readonly table: string
  /** The type of its house codes: the one in which they are kept, so that no row has to be converted. */
  readonly type: string
  readonly rows: readonly LookupRow[]
  /** Joins that find the row of a code. */
  readonly joins: string
  /** The house code that was found, or NULL. */
  readonly code: string
  /** The further columns that the lookup is made by. */
  readonly by: readonly ('regime' | 'serving')[]
  /** What a code that is in no row means. */
  readonly unknown: 'quarantine' | 'refuse' | 'unmapped'
}

interface LookupRow {
  readonly source: string
  readonly regime: string
  readonly serving: string
  readonly code: string
}

/** The lookup of a code column; `undefined` for other columns. */
export function lookupFor(
  column: string,
  contract: ColumnContract,
  { list, jurisdiction }: { list: string; jurisdiction: Jurisdiction },
): Lookup | undefined {
  const target = { column, type: codeType(list, jurisdiction) }
  if (contract.type === 'code') {
    const rows = codeList(jurisdiction, list).codes.flatMap((code) => spellings(code, contract.scheme))
    return lookup(target, rows, contract.unknown, [])
  }
  if (contract.type !== 'mapped_code') return undefined
  const regimes = contract.by.includes('regime') ? jurisdiction.profile.regimes.map(({ code }) => code) : []
  const rows = (jurisdiction.crosswalks.get(contract.crosswalk)?.rows ?? []).flatMap((row) => spreadOver(row, regimes))
  return lookup(target, rows, contract.unknown, contract.by)
}

/** The type in which codes of a list are kept. */
export function codeType(list: string, jurisdiction: Jurisdiction): string {
  return enumeration(codeList(jurisdiction, list).codes.map(({ code }) => code))
}

/** Puts the rows of a lookup into its table. */
export async function makeLookup(connection: DuckDBConnection, { table, type, rows }: Lookup): Promise<void> {
  const tuples = rows.map((row) => `(${[row.source, row.regime, row.serving, row.code].map(quoteLiteral).join(', ')})`)
  await connection.run(
    `create or replace temp table ${table} (source varchar, regime varchar, serving varchar, code ${type})`,
  )
  if (tuples.length === 0) return
  const keys = ['source', 'regime', 'serving'].map(folded)
  await connection.run(
    `insert into ${table} select distinct ${keys.join(', ')}, code from (values ${tuples.join(', ')}) as spelt(source, regime, serving, code)`,
  )
}

function lookup(
  { column, type }: Pick<Lookup, 'column' | 'type'>,
  rows: readonly LookupRow[],
  unknown: Lookup['unknown'],
  by: readonly ('regime' | 'serving')[],
): Lookup {
  const table = `lookup_${column}`
  // Blanks are taken off where a file has some: doing so here costs more than the join.
  const on = [['source', column], ...by.map((key) => [key, key])].map(
    ([key = '', name = '']) => `${table}.${key} = lower(${valueNamed(name)})`,
  )
  const joins = `left join ${table} on ${on.join(' and ')}`
  return { column, table, type, rows, joins, code: `${table}.code`, by, unknown }
}

/** With a scheme, only its codes are read: a code without its scheme could mean another place. */
function spellings({ code, aliases, schemes }: Code, scheme: string | undefined): LookupRow[] {
  const inScheme = scheme === undefined ? [code, ...aliases] : [schemes[scheme] ?? []].flat()
  return [...new Set(inScheme)].map((source) => ({ source, regime: '', serving: '', code }))
}

/** A row without a regime holds under each of them. */
function spreadOver(row: CrosswalkRow, regimes: readonly string[]): LookupRow[] {
  if (row.regime !== '' || regimes.length === 0) return [row]
  return regimes.map((regime) => ({ ...row, regime }))
}
