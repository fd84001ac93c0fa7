import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import { personalData } from '../screen/report.ts'
import { FileNames } from '../screen/somebody.ts'
import { openCsv } from './csv.ts'
import { openJsonLines } from './json-lines.ts'
import type { Header } from './match-columns.ts'
import { openParquet } from './parquet.ts'
import type { TextFile } from './quoted-lines.ts'
import { unpack } from './unpack.ts'
import { openWorkbook } from './workbook.ts'

/** An extract in a form that the engine reads, whatever kind of file it came in. Nothing of it is sniffed. */
export interface Extract {
  readonly header: Header
  /** A relation with one text column `line`: everything in the file, titles and broken lines included. */
  readonly lines: string
  /** A relation of text columns under the names of the file, in its order. Lines that are not rows are left out. */
  readonly rows: string
  /** A relation of what `rows` left out, once it was read: lines that are not rows, with `row` (from 1) and `line`. */
  readonly malformed: string
  /** A relation with `row` of the blank lines among the rows, in kinds of files that have lines. */
  readonly blanks: string
  /** A relation of text that belongs to no row: titles above the header, other sheets of a workbook. */
  readonly besides: string
  /** The text that lines are counted in; undefined where a row is no line. */
  readonly text: TextFile | undefined
  /** Some cells hold {@link cellErrorMark} instead of a value. */
  readonly cellErrors: boolean
  /** The cells come from typed ones: dates are ISO 8601, numbers are written as the contract says, booleans are true and false. */
  readonly typed: boolean
  /** What a reader should know of the way it was written. */
  readonly notes: readonly string[]
}

/** No text at all, as a relation. */
export const noLines = `(select 0 as "row", '' as line where false)`

/** A plain file and the contract it has to meet. */
export interface PlainFile {
  readonly connection: DuckDBConnection
  readonly path: string
  /** The name under which messages speak of it. */
  readonly file: string
  readonly contract: Contract
}

const openers = {
  csv: openCsv,
  txt: openCsv,
  tsv: openCsv,
  jsonl: openJsonLines,
  ndjson: openJsonLines,
  parquet: openParquet,
  xlsx: openWorkbook,
} as const satisfies Record<string, (plain: PlainFile) => Promise<Extract>>

const typeOf: Readonly<Record<keyof typeof openers, Contract['format']['type'][number]>> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  xlsx: 'xlsx',
}

/** The endings of names under which extracts come. */
export const endings = Object.keys(openers)

/**
 * Opens the private copy of an extract: unpacks it, finds its text encoding and its header.
 *
 * @throws {@link Refusal} `WRONG_KIND_OF_FILE`, or whatever is wrong with the file as a whole
 */
export async function openExtract(
  connection: DuckDBConnection,
  copy: { readonly path: string; readonly bytes: number },
  file: string,
  contract: Contract,
): Promise<Extract> {
  const { path, ending, names } = await unpack(copy.path, file, copy.bytes)
  requireNobodyIn(names, file, contract)
  const known = endings.find((name) => name === ending) as keyof typeof openers | undefined
  if (known === undefined || !contract.format.type.includes(typeOf[known])) {
    const allowed = contract.format.type
    const advice = `The contract takes ${allowed.join(', ')}, also packed as .gz or .zip; this is another kind of file. Export it as one of these.`
    throw new Refusal('WRONG_KIND_OF_FILE', advice, { file, allowed })
  }
  return await openers[known]({ connection, path, file, contract })
}

/** @throws {@link Refusal} `PERSONAL_DATA` where a name inside an archive says who somebody is */
function requireNobodyIn(names: readonly string[], file: string, contract: Contract): void {
  const known = new FileNames(contract.personal, [contract])
  const codes = new Set(names.flatMap((name) => known.classIn(name) ?? []))
  if (codes.size > 0)
    throw personalData(
      file,
      [...codes].map((code) => `${code} in a name inside the archive`),
    )
}
