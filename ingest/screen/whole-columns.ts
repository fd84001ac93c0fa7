import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow } from '#foundation'
import type { Contract } from '#jurisdictions'
import { areOfBirths, areOfBirthsTogether, areOfPhones, type Years } from '../personal/births-in-keys.ts'
import { birthYears } from '../personal/dates.ts'
import type { Gate } from '../personal/gate.ts'
import type { Extract } from '../table/extract.ts'
import type { Header } from '../table/header.ts'
import { columnsOfType } from './columns.ts'
import type { Finding } from './report.ts'

/** A class that only the cells of a whole column betray. */
interface Betrayed {
  readonly column: string
  readonly code: string
}

interface About {
  readonly gate: Gate
  readonly header: Header
  readonly contract: Contract
}

/** What a sample of lines betrays of whole columns: dates of birth and phones inside of keys, or parted between two columns. */
export function betrayedIn(sample: readonly string[], { gate, header, contract }: About): readonly Betrayed[] {
  const free = freeColumns(header, contract)
  const years = keyYears(contract)
  const rows = sample.map((line) => cellsInOrder(line, header.columns)).filter((row) => row !== undefined)
  return header.columns.flatMap((column, at) => {
    if (!free.has(column)) return []
    const cells = [...new Set(rows.map((row) => row[at] ?? '').filter(Boolean))]
    const before = header.columns[at - 1]
    const isBetrayed = (code: string, is: boolean) => (is ? [{ column, code }] : [])
    const own = [
      ...isBetrayed('BIRTHS_IN_KEYS', areOfBirths(cells, years)),
      ...isBetrayed('PHONES_IN_KEYS', areOfPhones(gate, cells)),
    ]
    if (own.length > 0 || before === undefined || !free.has(before)) return own
    const pairs = rows.map((row) => [row[at - 1] ?? '', row[at] ?? ''] as const)
    return isBetrayed('BIRTHS_IN_TWO_COLUMNS', areOfBirthsTogether(distinct(pairs), years))
  })
}

function distinct(pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return [...new Map(pairs.map((pair) => [pair.join(marks[0]), pair])).values()]
}

/** The findings with how many rows have a cell in the column. */
export async function betrayedRows(
  connection: DuckDBConnection,
  { rows }: Pick<Extract, 'rows'>,
  betrayed: readonly Betrayed[],
): Promise<readonly Finding[]> {
  if (betrayed.length === 0) return []
  const counts = betrayed.map(({ column }, index) => `count(${quoteIdentifier(column)}) as n${index}`)
  const counted = await selectRow<Record<string, number>>(connection, `select ${counts.join(', ')} from ${rows}`)
  return betrayed.map((one, index) => ({ ...one, count: counted[`n${index}`] ?? 0, values: [] }))
}

/** Columns of keys, and such as are not kept: amounts, codes and dates are looked at by what the contract says of them. */
function freeColumns(header: Header, contract: Contract): ReadonlySet<string> {
  const ignored = header.columns.filter((column) => contract.ignored.includes(column))
  return new Set([...columnsOfType('key', header, contract), ...ignored])
}

/** Where nothing says when a register begins, what is younger is taken for an event of it. */
const youngest = 14

function keyYears(contract: Contract, today = new Date()): Years {
  const [first, last] = birthYears(contract, today)
  return [first, Math.min(last, today.getUTCFullYear() - youngest)]
}

/** The cells of a line under the columns of its file; undefined for a line that is no row of plain cells. */
function cellsInOrder(line: string, columns: readonly string[]): readonly string[] | undefined {
  if (line.startsWith('{')) return objectCells(line, columns)
  const parted = marks.map((mark) => line.split(mark)).find(({ length }) => length === columns.length)
  return parted?.map((cell) => (cell.includes('"') ? cell.replaceAll(/^"|"$/g, '') : cell))
}

/** What parts the cells of a line: the engine's own mark, and delimiters of files. */
const marks = [String.fromCharCode(31), ';', '\t', '|']

function objectCells(line: string, columns: readonly string[]): readonly string[] | undefined {
  try {
    const cells = JSON.parse(line) as Readonly<Record<string, unknown>>
    return columns.map((column) => String(cells[column] ?? ''))
  } catch {
    return undefined
  }
}
