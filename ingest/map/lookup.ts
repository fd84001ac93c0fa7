import { enumType, quoteIdentifier, quoteLiteral } from '#foundation'
import {
  type Code,
  type ColumnContract,
  type CrosswalkRow,
  codeList,
  foldedText,
  type Jurisdiction,
} from '#jurisdictions'
import { valueNamed } from '../cells/typed-column.ts'

/** A sender's codes with their canonical codes, and how a row finds its code among them. */
export interface Lookup {
  readonly column: string
  readonly rows: readonly LookupRow[]
  /** The canonical code that was found, or NULL, as SQL. It joins nothing: rows stay in the order of their file. */
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

/** The column with the canonical code that a lookup found, or NULL: several conditions ask for it, and it is looked up once. */
export function codeNamed(column: string): string {
  return quoteIdentifier(`code ${column}`)
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
  return enumType(codeList(jurisdiction, list).codes.map(({ code }) => code))
}

function lookup(
  { column, type }: { readonly column: string; readonly type: string },
  rows: readonly LookupRow[],
  unknown: Lookup['unknown'],
  by: readonly ('regime' | 'serving')[],
): Lookup {
  const codes = new Map(
    rows.map((row) => [['source' as const, ...by].map((key) => foldedText(row[key])).join(separator), row.code]),
  )
  return { column, rows, code: codeOf([column, ...by], codes, type), by, unknown }
}

/** Stands between the parts of a key, and in none of them. */
const separator = '\u001f'

/**
 * The text is cast to an enumeration of what is known, and its place there is the place of the canonical code. Blanks are taken off
 * where a file has some: doing so here costs more than the lookup.
 */
function codeOf(columns: readonly string[], codes: ReadonlyMap<string, string>, type: string): string {
  if (codes.size === 0) return `null::${type}`
  const key = columns.map(valueNamed).join(` || ${quoteLiteral(separator)} || `)
  const place = `enum_code(try_cast(lower(${key}) as ${enumType([...codes.keys()])}))::integer + 1`
  return `([${[...codes.values()].map(quoteLiteral).join(', ')}]::${type}[])[${place}]`
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
