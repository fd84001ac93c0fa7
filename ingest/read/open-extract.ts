import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'
import { FileNames } from '../personal/somebody.ts'
import { personalData } from '../screen/report.ts'
import type { Extract, PlainFile } from '../table/extract.ts'
import { openCsv } from './csv.ts'
import { type CsvText, csvText } from './csv-text.ts'
import { openJsonLines } from './json-lines.ts'
import { openParquet } from './parquet.ts'
import { unpack } from './unpack.ts'
import { openWorkbook } from './workbook.ts'

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
  const { path, known } = await unpackExtract(copy, file, contract)
  return await openers[known]({ connection, path, file, contract })
}

/** The kind of file that an ending stands for; `undefined` for endings under which no extract comes. */
export function kindOfFile(ending: string): (typeof typeOf)[keyof typeof openers] | undefined {
  const known = endings.find((name) => name === ending) as keyof typeof openers | undefined
  return known === undefined ? undefined : typeOf[known]
}

/** Reads the header of an extract that is CSV, and no row; `undefined` for other kinds of files. @throws {@link Refusal} see {@link openExtract} */
export async function openText(copy: PackedCopy, file: string, contract: Contract): Promise<CsvText | undefined> {
  const { path, known } = await unpackExtract(copy, file, contract)
  return typeOf[known] === 'csv' ? await csvText({ path, file, contract }) : undefined
}

type PackedCopy = Parameters<typeof openExtract>[1]

async function unpackExtract(
  copy: PackedCopy,
  file: string,
  contract: Contract,
): Promise<{ readonly path: string; readonly known: keyof typeof openers }> {
  const { path, ending, names } = await unpack(copy.path, file, copy.bytes)
  requireNobodyIn(names, file, contract)
  const known = endings.find((name) => name === ending) as keyof typeof openers | undefined
  if (known === undefined || !contract.format.type.includes(typeOf[known])) {
    const allowed = contract.format.type
    const advice = `The contract takes ${allowed.join(', ')}, also packed as .gz or .zip; this is another kind of file. Export it as one of these.`
    throw new Refusal('WRONG_KIND_OF_FILE', advice, { file, allowed })
  }
  return { path, known }
}

/** @throws {@link Refusal} `PERSONAL_DATA` where a name inside an archive says who somebody is */
function requireNobodyIn(names: readonly string[], file: string, contract: Contract): void {
  const known = new FileNames(contract.personal, [contract])
  const codes = [...new Set(names.flatMap((name) => known.classIn(name) ?? []))]
  const found = codes.map((code) => `${code} in a name inside the archive`)
  if (found.length > 0) throw personalData(file, found)
}
