import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import type { Extract } from '../read/extract.ts'
import { type FirstLook, mostFirst } from './first-look.ts'
import type { Gate } from './gate.ts'
import { judge, type Verdict } from './judge.ts'

/** A cell that had to be looked at, with how many rows hold it. */
export interface JudgedCell {
  readonly value: string
  readonly rows: number
  readonly verdict: Verdict
}

/** So many lines are judged as they are; rows are read once more only where something is in them. */
const mostLines = 20_000
/** So many texts in the shape of a name could be a column of names, and so many parts of names two of them. */
const [fewNames, fewHalves] = [10, 2]

/** The cells of a line, whatever stands between them. */
export function cellsOf(line: string): readonly string[] {
  return line.replaceAll(String.fromCharCode(31), ';').split(/[;\t|"\n]/)
}

/**
 * Whether all suspect lines of a file turn out to be harmless, whatever column their parts stand in. Of files with many suspect lines
 * nothing is said.
 */
export async function areHarmless(
  connection: DuckDBConnection,
  lines: string,
  look: { readonly gate: Gate; readonly suspect: string } & Pick<FirstLook, 'suspects' | 'first'>,
): Promise<boolean> {
  const { gate, suspects } = look
  if (suspects === 0) return true
  if (suspects > mostLines) return false
  const found =
    suspects <= mostFirst ? [{ line: look.first ?? '' }] : await suspectLines(connection, lines, look.suspect)
  const parts = new Set(found.flatMap(({ line }) => cellsOf(line)))
  const verdicts = [...parts].map((part) => ({ part, ...judge(gate, part) }))
  const isClear = ({ part, sure, likely, dates, isEncoded }: Verdict & { readonly part: string }) =>
    sure.length + likely.length === 0 && !isEncoded && (dates.length === 0 || /^[ -~]*$/.test(part))
  const names = verdicts.filter(({ isShaped }) => isShaped).length
  const halves = verdicts.filter(({ isPart }) => isPart).length
  return verdicts.every(isClear) && names < fewNames && halves < fewHalves
}

async function suspectLines(connection: DuckDBConnection, lines: string, suspect: string) {
  return await selectRows<{ line: string }>(
    connection,
    `select distinct line from ${lines} where regexp_matches(line, ${quoteLiteral(suspect)})`,
  )
}

/** The suspect cells of each column, judged once each; columns without any are left out. */
export async function judgedCells(
  connection: DuckDBConnection,
  { header, rows }: Pick<Extract, 'header' | 'rows'>,
  { gate, suspect }: { readonly gate: Gate; readonly suspect: string },
): Promise<ReadonlyMap<string, readonly JudgedCell[]>> {
  const isSuspect = (column: string) => suspectCell(quoteIdentifier(column), suspect)
  const columns = await suspectColumns(connection, rows, header.columns, isSuspect)
  if (columns.length === 0) return new Map()
  const some = columns.map(isSuspect).join(' or ')
  await connection.run(
    `create or replace temp table suspect_rows as select ${columns.map(quoteIdentifier).join(', ')} from ${rows} where ${some}`,
  )
  try {
    const cells = new Map<string, readonly JudgedCell[]>()
    for (const column of columns) {
      const found = await selectRows<{ value: string; rows: number }>(
        connection,
        `select ${quoteIdentifier(column)} as value, count(*) as rows from suspect_rows where ${isSuspect(column)} group by all`,
      )
      cells.set(
        column,
        found.map((cell) => ({ ...cell, verdict: judge(gate, cell.value) })),
      )
    }
    return cells
  } finally {
    await connection.run('drop table suspect_rows')
  }
}

/** Shorter cells, such as flags, cannot be suspect. Comparing lengths costs next to nothing. */
const shortest = 3

function suspectCell(cell: string, suspect: string): string {
  return `coalesce(case when length(${cell}) >= ${shortest} then regexp_matches(${cell}, ${quoteLiteral(suspect)}) end, false)`
}

/** The columns that hold a suspect cell: most hold codes, dates and keys, and need not be kept for a closer look. */
async function suspectColumns(
  connection: DuckDBConnection,
  rows: string,
  columns: readonly string[],
  isSuspect: (column: string) => string,
): Promise<readonly string[]> {
  const any = columns.map((column, index) => `bool_or(${isSuspect(column)}) as c${index}`)
  const found = await selectRows<Record<string, boolean | null>>(connection, `select ${any.join(', ')} from ${rows}`)
  return columns.filter((_, index) => found[0]?.[`c${index}`] === true)
}
