import { nearestHeader, Refusal } from '#foundation'
import { type Contract, columnsToRead } from '#jurisdictions'
import { announcesPerson } from '../personal/announces.ts'
import { gateOf } from '../personal/gate.ts'
import { personalData } from '../screen/report.ts'
import { type Header, isUnnamed } from '../table/header.ts'
import { placeOf } from '../table/place-of-column.ts'

const maxColumns = 500

/** What a contract is where nothing is known of a file yet: every column is read, and none is kept. */
export interface AnyColumns {
  readonly takesAnyColumn?: true
}

/**
 * Finds the columns of the contract among those of a file, in any order and under any alias.
 *
 * @throws {@link Refusal} `TOO_MANY_COLUMNS`, `REPEATED_COLUMN`, `MISSING_COLUMN`, `UNEXPECTED_COLUMN`, and `PERSONAL_DATA` for
 *   names that announce it, whatever else is wrong with the header
 */
export function matchColumns(columns: readonly string[], file: string, contract: Contract & AnyColumns): Header {
  requireReadableHeader(columns, file, contract)
  if (contract.takesAnyColumn) return { columns, sourceOf: new Map(), withdrawal: undefined }
  const found = sentColumns(contract).map(
    ([name, { from }]) => [name, from.find((alias) => columns.includes(alias))] as const,
  )
  const sourceOf = new Map(found.flatMap(([name, source]) => (source === undefined ? [] : [[name, source] as const])))
  const withdrawal = contract.delivery.withdrawal?.from.find((alias) => columns.includes(alias))
  const declared = new Set([...sourceOf.values(), ...contract.ignored, withdrawal ?? ''])
  const undeclared = columns.flatMap((name, index) => (declared.has(name) || isUnnamed(name) ? [] : [index]))
  if (sourceOf.size < found.length) throw missing(file, columns, undeclared, contract)
  if (undeclared.length > 0) throw unexpected(file, columns, undeclared, contract)
  return { columns, sourceOf, withdrawal }
}

/** The columns that have to stand in a file. */
function sentColumns(contract: Contract) {
  return columnsToRead(contract).filter(([, { from }]) => from.length > 0)
}

function requireReadableHeader(columns: readonly string[], file: string, contract: Contract): void {
  if (columns.length > maxColumns) {
    const advice = `The file has ${columns.length} columns; at most ${maxColumns} are looked at. Send the columns of the contract.`
    throw new Refusal('TOO_MANY_COLUMNS', advice, { file })
  }
  const repeated = columns.findIndex((name, index) => columns.indexOf(name) < index)
  if (repeated >= 0) {
    const advice = `The name of ${placeOf(columns, repeated, contract)} is repeated in the header. Name each column once.`
    throw new Refusal('REPEATED_COLUMN', advice, { file })
  }
}

/** Under which names the columns of reasons such as `UNKNOWN_CODE:sex` stand in the file. */
export function sourceNamesIn(reasons: Readonly<Record<string, number>>, { sourceOf }: Header): Record<string, string> {
  const named = new Set(Object.keys(reasons).flatMap((reason) => reason.split(':')[1] ?? []))
  return Object.fromEntries([...sourceOf].filter(([name]) => named.has(name)))
}

/** Whether a line could be the header: it names a column of the contract for most of its columns. */
export function looksLikeHeader(cells: readonly string[], contract: Contract & AnyColumns): boolean {
  if (contract.takesAnyColumn) {
    const years = yearNames(cells)
    return cells.length > 1 && !cells.some((cell) => isUnnamed(cell) || (/^[\d.,-]+$/.test(cell) && !years.has(cell)))
  }
  const columns = sentColumns(contract)
  const found = columns.filter(([, { from }]) => from.some((alias) => cells.includes(alias)))
  return found.length * 2 > columns.length
}

/** Years that are names of columns: a wide table has several, each once, and other names beside them. */
export function yearNames(cells: readonly string[]): ReadonlySet<string> {
  const found = cells.filter((cell) => /^(19|20)\d\d$/.test(cell))
  const years = new Set(found)
  return years.size > 1 && years.size === found.length && years.size < cells.length ? years : new Set()
}

function unexpected(
  file: string,
  columns: readonly string[],
  undeclared: readonly number[],
  contract: Contract,
): Refusal {
  const { personal, others } = apart(columns, undeclared, contract)
  const all = others.map((index) => placeOf(columns, index, contract)).join(', ')
  const advice =
    all === ''
      ? []
      : [
          `Not in the contract: ${all}. Take it out, or add it to "columns" or "ignored" of contracts/${contract.register}.yaml.`,
        ]
  if (personal.length > 0) return personalData(file, announced(columns, personal, contract), advice)
  return new Refusal('UNEXPECTED_COLUMN', advice.join(' '), { file })
}

/** Columns that announce personal data must not come; others may be declared. */
function apart(columns: readonly string[], undeclared: readonly number[], { personal: rules }: Contract) {
  const isPersonal = (index: number) => announcesPerson(gateOf(rules), columns[index] ?? '')
  return { personal: undeclared.filter(isPersonal), others: undeclared.filter((index) => !isPersonal(index)) }
}

function announced(columns: readonly string[], personal: readonly number[], contract: Contract): string[] {
  return personal.map((index) => `${placeOf(columns, index, contract)}: its name announces personal data`)
}

/** Where nearly all columns are missing the delimiter is wrong, and their names say nothing. */
const maxNamed = 8

/** What the header as a whole looks like. */
function howToRead(
  columns: readonly string[],
  aliases: readonly string[],
  absent: number,
  { format }: Contract,
): string {
  const known = new Set(aliases.map((alias) => alias.toLowerCase()))
  const alike = columns.filter((name) => known.has(name.toLowerCase())).length
  if (2 * alike >= absent) return 'Capital and small letters differ: write the names of columns as the contract does.'
  const delimiters = format.delimiter.map((one) => (one === '\t' ? 'tab' : one)).join(' or ')
  return `Check the header and the delimiter${format.type.includes('csv') ? ` (${delimiters})` : ''}.`
}

function missing(file: string, columns: readonly string[], undeclared: readonly number[], contract: Contract): Refusal {
  const absent = sentColumns(contract).filter(([, { from }]) => !from.some((name) => columns.includes(name)))
  const wanted = new Map(absent.map(([name, { from }]) => [from.join(' or '), name]))
  const aliases = absent.flatMap(([, { from }]) => from)
  const { personal, others } = apart(columns, looksLikeHeader(columns, contract) ? undeclared : [], contract)
  const undeclaredNames = others.map((index) => {
    const meant = nearestHeader(columns[index] ?? '', aliases)
    return `${placeOf(columns, index, contract)}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`
  })
  const said = [...wanted].map(([names, name]) => `${names} (${name})`)
  const shown = said.length > maxNamed ? [...said.slice(0, maxNamed), `${said.length - maxNamed} others`] : said
  const beside = undeclaredNames.length === 0 ? '' : ` Not in the contract: ${undeclaredNames.join(', ')}.`
  const advice = `Missing: ${shown.join(', ')}. ${columns.length} columns were found.${beside} ${howToRead(columns, aliases, absent.length, contract)}`
  if (personal.length > 0) return personalData(file, announced(columns, personal, contract), [advice])
  const allowed = absent[0]?.[1].from ?? []
  return new Refusal('MISSING_COLUMN', advice, { file, column: allowed[0] ?? '', allowed })
}
