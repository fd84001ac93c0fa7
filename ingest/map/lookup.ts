import { enumType, quoteIdentifier, quoteLiteral } from '#foundation'
import {
  type Contract,
  type CrosswalkRow,
  cellOf,
  codeList,
  columnsToRead,
  foldedText,
  type Jurisdiction,
  spellingsOf,
} from '#jurisdictions'
import { valueNamed } from '../cells/typed-column.ts'
import { fits } from './conditions.ts'

/** A sender's codes with their canonical codes, and how a row finds its code among them. */
export interface Lookup {
  readonly column: string
  readonly rows: readonly LookupRow[]
  /** The canonical code that was found, or NULL, as SQL. It joins nothing: rows stay in the order of their file. */
  readonly code: string
  /** The further columns that the lookup is made by. */
  readonly by: readonly string[]
  /** The rows are conditions, and the first that fits decides. */
  readonly isConditional: boolean
  /** What a code that is in no row means. */
  readonly unknown: 'quarantine' | 'refuse' | 'unmapped'
}

type LookupRow = Omit<CrosswalkRow, 'statutoryMaxMonths'>

/** The column with the canonical code that a lookup found, or NULL: several conditions ask for it, and it is looked up once. */
export function codeNamed(column: string): string {
  return quoteIdentifier(`code ${column}`)
}

/** The lookup of a code column of a contract; `undefined` for other columns. */
export function lookupFor(
  column: string,
  contract: Contract,
  { list, jurisdiction }: { list: string; jurisdiction: Jurisdiction },
): Lookup | undefined {
  const type = codeType(list, jurisdiction)
  const read = contract.columns[column]
  if (read?.type === 'code') {
    const rows = codeList(jurisdiction, list).codes.flatMap((code) =>
      spellingsOf(code, read.scheme).map((source) => ({ source, regime: '', serving: '', code: code.code })),
    )
    return { column, rows, code: codeIn([column], rows, type), by: [], isConditional: false, unknown: read.unknown }
  }
  if (read?.type !== 'mapped_code') return undefined
  const { by, unknown } = read
  const all = jurisdiction.crosswalks.get(read.crosswalk)?.rows ?? []
  const isConditional = read.patterns || by.some((name) => name !== 'regime' && name !== 'serving')
  if (isConditional)
    return { column, rows: all, code: firstThatFits(column, all, { contract, by, type }), by, isConditional, unknown }
  const regimes = by.includes('regime') ? jurisdiction.profile.regimes.map(({ code }) => code) : []
  const rows = all.flatMap((row) => spreadOver(row, regimes))
  return { column, rows, code: codeIn([column, ...by], rows, type), by, isConditional, unknown }
}

/** The type in which codes of a list are kept. */
export function codeType(list: string, jurisdiction: Jurisdiction): string {
  return enumType(codeList(jurisdiction, list).codes.map(({ code }) => code))
}

/** Stands between the parts of a key, and in none of them. */
const separator = '\u001f'

/**
 * The text is cast to an enumeration of what is known, and its place there is the place of the canonical code. Blanks are taken off
 * where a file has some: doing so here costs more than the lookup.
 */
function codeIn([column, ...by]: readonly string[], rows: readonly LookupRow[], type: string): string {
  const codes = new Map(
    rows.map((row) => [['source', ...by].map((key) => foldedText(cellOf(row, key))).join(separator), row.code]),
  )
  if (codes.size === 0) return `null::${type}`
  const key = [column ?? '', ...by].map(valueNamed).join(` || ${quoteLiteral(separator)} || `)
  const place = `enum_code(try_cast(lower(${key}) as ${enumType([...codes.keys()])}))::integer + 1`
  return `([${[...codes.values()].map(quoteLiteral).join(', ')}]::${type}[])[${place}]`
}

/** An empty cell beside the code of the sender makes no difference. */
function firstThatFits(
  column: string,
  rows: readonly LookupRow[],
  { contract, by, type }: { readonly contract: Contract; readonly by: readonly string[]; readonly type: string },
): string {
  if (rows.length === 0) return `null::${type}`
  const types = new Map(columnsToRead(contract).map(([name, read]) => [name, read.type]))
  const cases = rows.map((row) => {
    const cells = by.map((name) => ({ name, cell: cellOf(row, name) })).filter(({ cell }) => cell !== '')
    const all = [{ name: column, cell: row.source }, ...cells]
    const conditions = all.map(({ name, cell }) => fits(valueNamed(name), types.get(name) ?? 'text', cell))
    return `when ${conditions.join(' and ')} then ${quoteLiteral(row.code)}`
  })
  return `(case ${cases.join(' ')} end)::${type}`
}

/** A row without a regime holds under each of them. */
function spreadOver(row: LookupRow, regimes: readonly string[]): readonly LookupRow[] {
  if (row.regime !== '' || regimes.length === 0) return [row]
  return regimes.map((regime) => ({ ...row, regime }))
}
