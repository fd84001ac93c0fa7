import { quoteIdentifier } from '#foundation'
import { type Code, type ColumnContract, type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'

/** A lookup table from a sender's codes to house codes, and the condition under which a row finds its code there. */
export interface Lookup {
  readonly column: string
  readonly table: string
  readonly rows: readonly LookupRow[]
  readonly match: string
  /** The columns that the lookup is made by; without one of them, it is that one which is at fault. */
  readonly by: readonly string[]
  /** What a code that is in no row means. */
  readonly unknown: 'quarantine' | 'refuse' | 'unmapped'
}

interface LookupRow {
  readonly source: string
  readonly regime: string
  readonly serving: string
  readonly code: string
}

/** The lookup of a code column; `undefined` for other columns. `typed` is the relation that holds the sender's text. */
export function lookupFor(
  column: string,
  contract: ColumnContract,
  { list, jurisdiction, typed }: { list: string; jurisdiction: Jurisdiction; typed: string },
): Lookup | undefined {
  if (contract.type === 'code') {
    const rows = codeList(jurisdiction, list).codes.flatMap(spellings)
    return lookup(column, rows, contract.unknown, [], typed)
  }
  if (contract.type !== 'mapped_code') return undefined
  const regimes = contract.by.includes('regime') ? jurisdiction.profile.regimes.map(({ code }) => code) : []
  const rows = (jurisdiction.crosswalks.get(contract.crosswalk)?.rows ?? []).flatMap((row) => spreadOver(row, regimes))
  return lookup(column, rows, contract.unknown, contract.by, typed)
}

function lookup(
  column: string,
  rows: readonly LookupRow[],
  unknown: Lookup['unknown'],
  by: readonly ('regime' | 'serving')[],
  typed: string,
): Lookup {
  const table = `lookup_${column}`
  const equal = (key: string, other: string) => `${table}.${key} = ${typed}.${quoteIdentifier(other)}`
  const match = [equal('source', column), ...by.map((key) => equal(key, key))].join(' and ')
  return { column, table, rows, match, by: [column, ...by], unknown }
}

function spellings({ code, aliases }: Code): LookupRow[] {
  return [...new Set([code, ...aliases])].map((source) => ({ source, regime: '', serving: '', code }))
}

/** A row without a regime holds under each of them. */
function spreadOver(row: CrosswalkRow, regimes: readonly string[]): LookupRow[] {
  if (row.regime !== '' || regimes.length === 0) return [row]
  return regimes.map((regime) => ({ ...row, regime }))
}
