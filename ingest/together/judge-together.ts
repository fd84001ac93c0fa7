import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal, selectRows } from '#foundation'
import type { RowSource } from '../cells/row-source.ts'
import { type CsvTexts, csvExtract, csvTexts, forgetBroken } from '../read/csv.ts'
import { trimmed } from '../read/trimmed.ts'
import { screenAgainstContract } from '../screen/against-contract.ts'
import { clearedOf, type Unsuspicious } from '../screen/screen-alike.ts'
import { type Extract, noLines } from '../table/extract.ts'
import { fileNo, numbered, rowNo } from '../table/row-numbers.ts'
import { checkedRows, readRows, suspectRows } from '../validate/check-rows.ts'
import { refusingWords } from '../validate/require-known-codes.ts'
import type { OpenArrival } from './arrivals.ts'
import { placesWhere, requireNone } from './not-together.ts'

/** One of several files whose rows were read together. */
export interface FileOfMany {
  readonly arrival: OpenArrival
  readonly source: RowSource
  readonly place: number
  /** Rows of the files before it. */
  readonly above: number
}

/** What all of the files have in common. */
type Common = Omit<RowSource, 'header' | 'rows' | 'leftOut' | 'file'>

/**
 * Screens files and judges every row of them by itself, in one pass over all.
 *
 * @throws {@link NotTogether}
 */
export async function judgeTogether(common: Common, arrivals: readonly OpenArrival[]): Promise<readonly FileOfMany[]> {
  const { connection, contract } = common
  const texts = arrivals.map(({ text }) => text)
  const extracts = texts.map((text) => csvExtract(text, contract))
  const all = csvTexts(texts, contract)
  const looks = await clearedOf(connection, { extracts, lines: all.lines }, contract)
  requireNone(placesWhere(looks, (look) => look === undefined || look.blank > 0))
  const seen = looks as readonly Unsuspicious[]
  const counts = await readAll(common, extracts, { all, padded: seen.some(({ padded }) => padded) })
  const isWhole = ({ text }: Extract, place: number) =>
    seen[place]?.lines === (text?.above ?? 0) + countIn(counts, place)
  requireNone([...placesWhere(extracts, (one, place) => !isWhole(one, place)), ...(await brokenIn(connection, all))])
  const files = arrivals.map((arrival, place): FileOfMany => {
    const { header, rows } = extracts[place] as Extract
    const own = seen[place]?.padded ? trimmed({ header, rows }, contract) : rows
    const source = { ...common, header, rows: own, leftOut: noLines, file: arrival.delivery.path }
    return { arrival, source, place, above: sumBefore(counts, place) }
  })
  requireNone(await refusedIn(files))
  return files
}

interface CountOfFile {
  readonly file: number
  readonly rows: number
}

/** Reads the rows of all files into one table. @returns how many each has */
async function readAll(
  common: Common,
  [first]: readonly Extract[],
  { all, padded }: { readonly all: CsvTexts; readonly padded: boolean },
): Promise<readonly CountOfFile[]> {
  const { connection, contract } = common
  if (first === undefined) return []
  const { header } = first
  const carried = [fileNo]
  const rows = padded ? trimmed({ header, rows: all.rows }, contract, carried) : all.rows
  await forgetBroken(connection)
  await readRows({ ...common, header, rows, leftOut: noLines, file: '', carried })
  return await selectRows<CountOfFile>(
    connection,
    `select ${fileNo} as file, count(*) as rows from ${checkedRows} group by all`,
  )
}

function countIn(counts: readonly CountOfFile[], place: number): number {
  return counts.find(({ file }) => file === place)?.rows ?? 0
}

function sumBefore(counts: readonly CountOfFile[], place: number): number {
  return counts.reduce((sum, { file, rows }) => (file < place ? sum + rows : sum), 0)
}

async function brokenIn(connection: DuckDBConnection, { broken }: CsvTexts): Promise<readonly number[]> {
  return (await selectRows<{ file: number }>(connection, `select ${fileNo} as file from ${broken}`)).map(
    ({ file }) => file,
  )
}

/** The rows of one file among the checked ones, numbered as if it were alone. */
export function checkedOf({ place, above }: FileOfMany): string {
  return `(select * replace (row_no - ${above} as row_no) from ${checkedRows} where ${fileNo} = ${place})`
}

/** Files that hold what only their contract can tell, or codes that all have to be known. */
async function refusedIn(files: readonly FileOfMany[]): Promise<readonly number[]> {
  const [first] = files
  if (first === undefined) return []
  const { connection } = first.source
  const marked = await selectRows<{ file: number; words: string | null }>(
    connection,
    `select ${fileNo} as file, string_agg(distinct faults, ' ') as words from ${checkedRows} where ${suspectRows} group by all`,
  )
  const refusing = refusingWords(first.source)
  const refused: number[] = []
  for (const { file, words } of marked) {
    const isUnknown = words?.split(' ').some((word) => refusing.has(word))
    if (isUnknown || !(await isHarmless(files[file] as FileOfMany))) refused.push(file)
  }
  return refused
}

async function isHarmless(file: FileOfMany): Promise<boolean> {
  const { connection, rows } = file.source
  const suspects = `select row_no from ${checkedOf(file)} where ${suspectRows}`
  try {
    const own = `(from ${numbered(rows)} where ${rowNo} in (${suspects}))`
    await screenAgainstContract(connection, own, file.source.file, file.source)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
