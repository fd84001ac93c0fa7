import { closeSync, openSync, readSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'

/** The columns of a file in their order, and which of them each house column is read from. */
export interface Header {
  readonly columns: readonly string[]
  readonly sourceOf: ReadonlyMap<string, string>
}

const headBytes = 256 * 1024

/**
 * Reads the first line of a plain file and finds the columns of the contract in it, in any order and under any alias.
 *
 * @throws {@link Refusal} `NOT_CSV`, `NOT_UTF8`, `MISSING_COLUMN`, `UNEXPECTED_COLUMN`, `REPEATED_COLUMN`
 */
export function readHeader(path: string, file: string, contract: Contract): Header {
  const columns = splitHeader(firstLine(path, file), file, contract.format.delimiter)
  const sourceOf = new Map<string, string>()
  for (const [name, { from }] of Object.entries(contract.columns)) {
    const source = from.find((alias) => columns.includes(alias))
    if (source === undefined) throw missing(file, from, columns.length)
    sourceOf.set(name, source)
  }
  requireDeclared(file, columns, contract, new Set(sourceOf.values()))
  return { columns, sourceOf }
}

function firstLine(path: string, file: string): string {
  const bytes = Buffer.alloc(headBytes)
  const handle = openSync(path, 'r')
  const length = readSync(handle, bytes, 0, headBytes, 0)
  closeSync(handle)
  const head = bytes.subarray(0, length)
  if (head.includes(0)) throw notCsv(file)
  return decode(head, file, length < headBytes).split(/\r\n|\n|\r/, 1)[0] ?? ''
}

function decode(head: Buffer, file: string, whole: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !whole })
  } catch (error) {
    const advice = 'The file is not UTF-8 text. Export it as CSV in UTF-8.'
    throw new Refusal('NOT_UTF8', advice, { file }, { cause: error })
  }
}

function splitHeader(line: string, file: string, delimiter: string): readonly string[] {
  try {
    const [columns = []] = parse(line, { delimiter, trim: true }) as string[][]
    const repeated = columns.find((name, index) => columns.indexOf(name) !== index)
    if (repeated === undefined) return columns
    throw new Refusal('REPEATED_COLUMN', 'Two columns have the same name. Name each column once.', { file })
  } catch (error) {
    throw error instanceof Refusal ? error : notCsv(file, error)
  }
}

function requireDeclared(
  file: string,
  columns: readonly string[],
  contract: Contract,
  used: ReadonlySet<string>,
): void {
  const undeclared = columns.findIndex((name) => !used.has(name) && !contract.ignored.includes(name))
  if (undeclared === -1) return
  const advice = `Column ${undeclared + 1} of ${columns.length} is not in the contract. Take it out, or add it to "columns" or "ignored" of the contract.`
  throw new Refusal('UNEXPECTED_COLUMN', advice, { file, line: 1 })
}

function missing(file: string, names: readonly string[], found: number): Refusal {
  const advice = `The column ${names.join(' or ')} is missing (${found} columns were found). Check the header and the delimiter.`
  return new Refusal('MISSING_COLUMN', advice, { file, line: 1, column: names[0] ?? '', allowed: names })
}

function notCsv(file: string, cause?: unknown): Refusal {
  const advice = 'The file is not CSV text. Export the extract as CSV; gzip is allowed if the name ends in .gz.'
  return new Refusal('NOT_CSV', advice, { file }, { cause })
}
