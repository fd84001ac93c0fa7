import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#foundation'
import type { Contract, Personal } from '#jurisdictions'
import { decode } from '../read/decode.ts'
import { firstBytes } from '../read/first-bytes.ts'
import { copyAndHash } from '../read/local-copy.ts'
import { yearNames } from '../read/match-columns.ts'
import { kindOfFile, openExtract } from '../read/open-extract.ts'
import { unpack } from '../read/unpack.ts'
import type { Extract } from '../table/extract.ts'
import { isUnnamed } from '../table/header.ts'
import { anyContract } from './any-contract.ts'
import { isAboutSomebody } from './personal-columns.ts'

/** A file of which nothing was known, with what it turned out to be. */
export interface OpenedFile {
  readonly file: string
  readonly extract: Extract
  readonly kind: Contract['format']['type'][number]
  readonly encoding: string | undefined
  readonly delimiter: string | undefined
  /** How many rows may be above the header. */
  readonly titles: number
}

/** So many bytes show which letters a text has. */
const looked = 256 * 1024

/**
 * Opens a file of which no contract is known, by the readers that read extracts.
 *
 * @param target - where the private copy goes
 * @throws {@link Refusal} `EMPTY_FILE`, `WRONG_KIND_OF_FILE`, `NOT_CSV` and whatever else is wrong with the file as a whole
 */
export async function openAny(
  connection: DuckDBConnection,
  file: string,
  target: string,
  personal: Personal,
): Promise<OpenedFile> {
  const copy = await copyAndHash(file, join(target, 'copy'))
  const { path, ending } = await unpack(copy.path, file, copy.bytes)
  const kind = kindOfFile(ending)
  const encodings = kind === 'csv' ? encodingsFor(path) : ['utf-8']
  const encoding = kind === 'csv' ? (await decode(path, file, encodings)).encoding : undefined
  const open = async (titleRows: number) =>
    await openExtract(connection, copy, file, anyContract(personal, encodings, titleRows))
  const plain = await open(0)
  const titles = namedIn(plain).length < fewest ? maxTitles : 0
  const extract = titles > 0 ? await open(titles) : plain
  requireNames(extract, file)
  return { file, extract, kind: kind ?? 'csv', encoding, delimiter: extract.text?.delimiter, titles }
}

/** One byte for each character fits several alphabets: letters of the Latin one stand among plain letters. */
function encodingsFor(path: string): readonly string[] {
  const bytes = firstBytes(path, looked)
  const isPlain = (byte: number | undefined) => byte !== undefined && /[A-Za-z]/.test(String.fromCharCode(byte))
  let [among, others] = [0, 0]
  for (const [at, byte] of bytes.entries())
    if (byte >= 0xc0) {
      if (isPlain(bytes[at - 1]) || isPlain(bytes[at + 1])) among++
      else others++
    }
  const [one, other] = among > others ? ['windows-1252', 'windows-1251'] : ['windows-1251', 'windows-1252']
  return ['utf-8', 'utf-16', one, other]
}

/** A file without a header would have cells for names. @throws {@link Refusal} `NOT_CSV` */
function requireNames(extract: Extract, file: string): void {
  const named = namedIn(extract)
  const years = yearNames(named)
  const isValue = (name: string) => /^[\d\s.,:/+-]+$/.test(name) || name.length > longestName || isAboutSomebody(name)
  if (named.length >= fewest && !named.some((name) => !years.has(name) && isValue(name))) return
  const advice =
    named.length < fewest
      ? 'The file is not a table: the first row has fewer than two names of columns. Send a table with a header.'
      : 'The first row has values where names of columns are expected. Add a header as the first row.'
  throw new Refusal('NOT_CSV', advice, { file, line: 1 })
}

function namedIn({ header: { columns } }: Extract): readonly string[] {
  return columns.filter((name) => !isUnnamed(name))
}

const [fewest, longestName, maxTitles] = [2, 120, 10]
