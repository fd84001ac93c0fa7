import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import type { Gate } from '../personal/gate.ts'
import { judge, type TextVerdict } from '../personal/judge.ts'
import { cellsOfLine } from '../table/cells-of-line.ts'
import type { Extract } from '../table/extract.ts'
import { type FirstLook, maxFirst } from './first-look.ts'

/** A cell that had to be looked at, with how many rows hold it. */
export interface JudgedCell {
  readonly value: string
  readonly rows: number
  readonly verdict: TextVerdict
}

/** So many lines are judged as they are; rows are read once more only where something is in them. */
const maxLines = 20_000
/** So many texts in the shape of a name could be a column of names, and so many parts of names two of them. */
const [fewNames, fewHalves] = [10, 2]

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
  if (suspects > maxLines) return false
  const found =
    suspects <= maxFirst ? [{ line: look.first ?? '' }] : await suspectLines(connection, lines, look.suspect)
  const parts = new Set(found.flatMap(({ line }) => cellsOfLine(line)))
  const verdicts = [...parts].map((part) => ({ part, ...judge(gate, part) }))
  const isClear = ({ part, sure, likely, dates, isEncoded }: TextVerdict & { readonly part: string }) =>
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

interface Looking {
  readonly gate: Gate
  readonly suspect: string
  /** Columns of keys. */
  readonly keys: ReadonlySet<string>
}

/** The suspect cells of each column, judged once each; columns without any are left out. */
export async function judgedCells(
  connection: DuckDBConnection,
  { header: { columns }, rows }: Pick<Extract, 'header' | 'rows'>,
  { gate, suspect, keys }: Looking,
): Promise<ReadonlyMap<string, readonly JudgedCell[]>> {
  const names = columns.map(quoteIdentifier)
  const suspectCells = names.map((name) => `case when ${suspectCell(name, suspect)} then ${name} end as ${name}`)
  const isSuspect = `regexp_matches(concat_ws(chr(31), ${names.join(', ')}), ${quoteLiteral(suspect)})`
  await connection.run(
    `create or replace temp table suspect_rows as select ${suspectCells.join(', ')} from ${rows} where ${isSuspect}`,
  )
  try {
    const cells = new Map<string, readonly JudgedCell[]>()
    for (const column of columns) {
      const found = await selectRows<{ value: string; rows: number }>(connection, distinctCells(column, keys))
      if (found.length === 0) continue
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

/** Of keys without a digit or a blank so many are judged: a register has millions, and only their share tells names from drawn ones. */
const maxWordKeys = 5000

function distinctCells(column: string, keys: ReadonlySet<string>): string {
  const name = quoteIdentifier(column)
  const cells = `select ${name} as value, count(*) as rows from suspect_rows where ${name} is not null`
  if (!keys.has(column)) return `${cells} group by all`
  const isWord = `regexp_full_match(${name}, '[A-Za-z_-]+')`
  const words = `select * from (${cells} and ${isWord} group by all) order by hash(value) limit ${maxWordKeys}`
  return `(${cells} and not ${isWord} group by all) union all (${words})`
}

/** Shorter cells, such as flags, cannot be suspect. Comparing lengths costs next to nothing. */
const shortest = 3

function suspectCell(cell: string, suspect: string): string {
  return `length(${cell}) >= ${shortest} and regexp_matches(${cell}, ${quoteLiteral(suspect)})`
}
