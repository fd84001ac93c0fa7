import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract, Jurisdiction } from '#jurisdictions'
import { announcesPerson } from '../personal/announces.ts'
import { type Gate, gateOf } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import type { Extract } from '../table/extract.ts'
import type { Header } from '../table/header.ts'
import { placeOf } from '../table/place-of-column.ts'
import { countedRows, numbered, numberInFile, rowNo } from '../table/row-numbers.ts'
import { maxLineBytes, tooLong } from '../table/too-long.ts'
import { columnsOfType, findingsIn } from './columns.ts'
import { drawnShape } from './drawn-shape.ts'
import { exemptCells } from './exempt.ts'
import { firstLook, sampled, suspectPattern } from './first-look.ts'
import { knownCells } from './known-cells.ts'
import { linesAllOver } from './lines-all-over.ts'
import { holdParts } from './names-in-column.ts'
import { findingsOutside } from './outside.ts'
import { type Finding, inWords, personalData, type ReportedFinding } from './report.ts'
import { areHarmless, type JudgedCell, judgedCells } from './suspects.ts'
import { betrayedIn, betrayedRows } from './whole-columns.ts'

export interface PiiScan {
  /** Some cell begins or ends with a blank. */
  readonly padded: boolean
  /** Lines of the file, and how many of them are blank. */
  readonly lines: number
  readonly blank: number
  /** What a reader should know of it, such as `ENCODED_TEXT:NOTE=3`. */
  readonly notes: readonly string[]
}

export interface Screening {
  readonly jurisdiction: Pick<Jurisdiction, 'lists' | 'crosswalks'>
  readonly contract: Contract
  /** The refusal tells row numbers. */
  readonly tellRows?: boolean | undefined
}

/**
 * Looks at everything in a file before any of it is kept: column names, every cell of every column, ignored ones too,
 * titles, broken lines, sheets that are not read.
 *
 * @throws {@link Refusal} `PERSONAL_DATA`, naming columns, classes and counts, never a value; `FIELD_TOO_LONG`
 */
export async function scanForPii(
  connection: DuckDBConnection,
  extract: Extract,
  file: string,
  screening: Screening,
): Promise<PiiScan> {
  const { contract } = screening
  const gate = gateOf(contract.personal)
  const telling = announcedIn(extract.header, contract)
  if (telling.length > 0) throw personalData(file, telling)
  const suspect = suspectPattern(gate)
  const { text } = extract
  const { lines: some, isSample } = text === undefined ? { lines: [], isSample: false } : linesAllOver(text.path)
  const known = text === undefined ? [] : knownCells(gate, some, text.delimiter ?? ';')
  const inLines = suspectPattern(gate, known)
  const look = await firstLook(connection, extract.lines, inLines, !isSample)
  const { suspects, first, longest, sample, ...screened } = look
  if (longest > maxLineBytes) throw tooLong(file)
  const betrayed = betrayedIn(sample ?? evenly(some), { gate, header: extract.header, contract })
  if (
    betrayed.length === 0 &&
    (await areHarmless(connection, extract.lines, { gate, suspect: inLines, suspects, first }))
  )
    return { ...screened, notes: [] }
  const { findings: ofCells, notes } = await closeLook(connection, extract, { ...screening, gate, suspect })
  const findings = [...ofCells, ...(await betrayedRows(connection, extract, betrayed))]
  if (findings.length === 0) return { ...screened, notes }
  const reported = await withRows(connection, extract, findings, screening.tellRows)
  throw personalData(file, reported.map(inWords))
}

/** What the names of the columns say by themselves, in words. */
export function announcedIn(header: Header, contract: Contract): readonly string[] {
  const gate = gateOf(contract.personal)
  return header.columns.flatMap((_, index) => announces(gate, index, header, contract))
}

/** Lines that stand for all of them. */
export function evenly(lines: readonly string[]): readonly string[] {
  const step = Math.ceil(lines.length / sampled)
  return lines.filter((_, at) => at % step === 0)
}

const none = { has: () => false }

async function closeLook(
  connection: DuckDBConnection,
  extract: Extract,
  { gate, suspect, jurisdiction, contract }: Screening & { readonly gate: Gate; readonly suspect: string },
): Promise<{ readonly findings: readonly Finding[]; readonly notes: readonly string[] }> {
  const { header } = extract
  const keys = columnsOfType('key', header, contract)
  const cells = await judgedCells(connection, extract, { gate, suspect, keys })
  const exempt = exemptCells(header, contract, jurisdiction)
  const inColumns: Finding[] = []
  for (const [column, judged] of cells) {
    const isCertain = keys.has(column) && judged.some(({ verdict }) => verdict.sure.length > 0)
    const drawn = isCertain ? await drawnShape(connection, extract, column) : undefined
    inColumns.push(...findingsIn(column, judged, { header, contract, drawn, exempt: exempt.get(column) ?? none }))
  }
  const ofAny = { has: (value: string) => [...exempt.values()].some((column) => column.has(value)) }
  const outside = await findingsOutside(connection, extract, { gate, suspect, contract, exempt: ofAny })
  const findings = [...inColumns, ...(inColumns.length === 0 ? namesSideBySide(header, cells) : []), ...outside]
  return { findings, notes: encoded(cells) }
}

/** Parts of names in two columns side by side, each of which says little by itself. */
function namesSideBySide({ columns }: Header, cells: ReadonlyMap<string, readonly JudgedCell[]>): readonly Finding[] {
  return columns.slice(1).flatMap((column, index) => {
    const [one = [], other = []] = [cells.get(columns[index] ?? ''), cells.get(column)]
    if (!holdParts(one, other)) return []
    const count = other.reduce((sum, { rows }) => sum + rows, 0)
    return [{ column, code: 'NAME_IN_TWO_COLUMNS', count, values: other.map(({ value }) => value) }]
  })
}

/** What cannot be read but could be made a text is told, with its column and how many rows hold it. */
function encoded(cells: ReadonlyMap<string, readonly JudgedCell[]>): readonly string[] {
  return [...cells].flatMap(([column, judged]) => {
    const count = judged.reduce((sum, { rows, verdict }) => sum + (verdict.isEncoded ? rows : 0), 0)
    return count === 0 ? [] : [`ENCODED_TEXT:${column}=${count}`]
  })
}

function announces(gate: Gate, index: number, { columns }: Header, contract: Contract): string[] {
  const name = columns[index] ?? ''
  if (announcesPerson(gate, name)) return [`column ${name}: its name announces personal data`]
  const [code] = judge(gate, name).sure
  return code === undefined ? [] : [`${placeOf(columns, index, contract)}: ${code} stands in its name`]
}

/** Cells that are looked for to tell rows. */
const maxSought = 1000

async function withRows(
  connection: DuckDBConnection,
  { rows, malformed, blanks }: Extract,
  findings: readonly Finding[],
  tellRows = false,
): Promise<readonly ReportedFinding[]> {
  if (!tellRows) return findings
  const leftOut = `(select "row" from ${malformed} union all select "row" from ${blanks})`
  const relation = `(select *, ${numberInFile(rowNo, leftOut)} as place from ${numbered(rows)})`
  const reported: ReportedFinding[] = []
  for (const { values, ...finding } of findings) {
    const sought = values.slice(0, maxSought).map(quoteLiteral).join(', ')
    // A whole column that betrays something has no cells that are worse than others.
    const when = `${quoteIdentifier(finding.column ?? '')} ${values.length === 0 ? 'is not null' : `in (${sought})`}`
    const { first } =
      finding.column === undefined ? { first: [] } : await countedRows(connection, { relation, place: 'place' }, when)
    reported.push({ ...finding, first })
  }
  return reported
}
