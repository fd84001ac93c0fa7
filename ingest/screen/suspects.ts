import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import type { Extract } from '../read/extract.ts'
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
/** Of each column so many different cells are judged. A file with more is refused or let in by these. */
const mostValues = 300_000
/** So many texts in the shape of a name could be a column of names, and so many parts of names two of them. */
const [fewNames, fewHalves] = [10, 2]

/** The cells of a line, whatever stands between them. */
export function cellsOf(line: string): readonly string[] {
  return line.replaceAll(String.fromCharCode(31), ';').split(/[;\t|"]/)
}

/**
 * Whether all suspect lines of a file turn out to be harmless, whatever column their parts stand in. Of files with many suspect lines
 * nothing is said.
 */
export async function areHarmless(
  connection: DuckDBConnection,
  lines: string,
  { gate, suspect, suspects }: { readonly gate: Gate; readonly suspect: string; readonly suspects: number },
): Promise<boolean> {
  if (suspects > mostLines) return false
  const found = await selectRows<{ line: string }>(
    connection,
    `select distinct line from ${lines} where regexp_matches(line, ${quoteLiteral(suspect)})`,
  )
  const parts = new Set(found.flatMap(({ line }) => cellsOf(line)))
  const verdicts = [...parts].map((part) => ({ part, ...judge(gate, part) }))
  const isClear = ({ part, sure, likely, dates, isEncoded }: Verdict & { readonly part: string }) =>
    sure.length + likely.length === 0 && !isEncoded && (dates.length === 0 || /^[ -~]*$/.test(part))
  const names = verdicts.filter(({ isShaped }) => isShaped).length
  const halves = verdicts.filter(({ isPart }) => isPart).length
  return verdicts.every(isClear) && names < fewNames && halves < fewHalves
}

/** The suspect cells of each column, judged once each; columns without any are left out. */
export async function judgedCells(
  connection: DuckDBConnection,
  { header, rows }: Pick<Extract, 'header' | 'rows'>,
  { gate, suspect }: { readonly gate: Gate; readonly suspect: string },
): Promise<ReadonlyMap<string, readonly JudgedCell[]>> {
  const columns = header.columns.map(quoteIdentifier)
  const isSuspect = (text: string) => `regexp_matches(${text}, ${quoteLiteral(suspect)})`
  await connection.run(
    `create or replace temp table suspect_rows as select ${columns.join(', ')} from ${rows} where ${isSuspect(`concat_ws(chr(31), ${columns.join(', ')})`)}`,
  )
  try {
    const cells = new Map<string, readonly JudgedCell[]>()
    for (const [index, column] of header.columns.entries()) {
      const name = columns[index]
      const found = await selectRows<{ value: string; rows: number }>(
        connection,
        `select ${name} as value, count(*) as rows from suspect_rows where ${isSuspect(`${name}`)} group by ${name} limit ${mostValues}`,
      )
      if (found.length > 0)
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
