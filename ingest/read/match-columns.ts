import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'

/** The columns of a file in their order, and which of them each house column is read from. */
export interface Header {
  readonly columns: readonly string[]
  readonly sourceOf: ReadonlyMap<string, string>
  /** The column that says whether a row takes another one back. */
  readonly withdrawal: string | undefined
}

const maxColumns = 500

/**
 * Finds the columns of the contract among those of a file, in any order and under any alias.
 *
 * @throws {@link Refusal} `TOO_MANY_COLUMNS`, `REPEATED_COLUMN`, `MISSING_COLUMN`, `UNEXPECTED_COLUMN`
 */
export function matchColumns(columns: readonly string[], file: string, contract: Contract): Header {
  if (columns.length > maxColumns) {
    const advice = `The file has ${columns.length} columns; at most ${maxColumns} are looked at. Send the columns of the contract.`
    throw new Refusal('TOO_MANY_COLUMNS', advice, { file })
  }
  if (new Set(columns).size < columns.length) {
    throw new Refusal('REPEATED_COLUMN', 'Two columns have the same name. Name each column once.', { file })
  }
  const sourceOf = new Map<string, string>()
  for (const [name, { from }] of Object.entries(contract.columns)) {
    const source = from.find((alias) => columns.includes(alias))
    if (source === undefined) throw missing(file, from, columns.length)
    sourceOf.set(name, source)
  }
  const withdrawal = contract.delivery.withdrawal?.from.find((alias) => columns.includes(alias))
  requireDeclared(file, columns, new Set([...sourceOf.values(), ...contract.ignored, withdrawal ?? '']))
  return { columns, sourceOf, withdrawal }
}

const unnamed = /^\(column \d+\)$/

/** Names as they are compared: on one line, without blanks at the edge; an empty one says which column it is. */
export function columnNames(cells: readonly string[]): string[] {
  return cells.map((cell, index) => cell.replaceAll(/[\s\ufeff]+/g, ' ').trim() || `(column ${index + 1})`)
}

/** Columns without a name, which have to be empty: exports write a delimiter too many, or a column for the eye. */
export function unnamedColumns({ columns }: Header): readonly string[] {
  return columns.filter((name) => unnamed.test(name))
}

/** Whether a line could be the header: it names a column of the contract for most of its columns. */
export function looksLikeHeader(cells: readonly string[], contract: Contract): boolean {
  const columns = Object.values(contract.columns)
  const found = columns.filter(({ from }) => from.some((alias) => cells.includes(alias)))
  return found.length * 2 > columns.length
}

function requireDeclared(file: string, columns: readonly string[], declared: ReadonlySet<string>): void {
  const undeclared = columns.findIndex((name) => !declared.has(name) && !unnamed.test(name))
  if (undeclared === -1) return
  const advice = `Column ${undeclared + 1} of ${columns.length} is not in the contract. Take it out, or add it to "columns" or "ignored" of the contract.`
  throw new Refusal('UNEXPECTED_COLUMN', advice, { file })
}

function missing(file: string, names: readonly string[], found: number): Refusal {
  const advice = `The column ${names.join(' or ')} is missing (${found} columns were found). Check the header and the delimiter.`
  return new Refusal('MISSING_COLUMN', advice, { file, column: names[0] ?? '', allowed: names })
}
