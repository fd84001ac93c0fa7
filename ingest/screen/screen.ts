import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow } from '#foundation'
import type { Contract } from '#jurisdictions'
import { csvScan, rejectsTable } from '../read/csv-scan.ts'
import { anyKind, kinds, tellingColumnName } from './kinds.ts'

export interface Screened {
  /** Rows of the file, lines that are not rows included. */
  readonly read: number
  /** Lines that are not rows: too few or too many fields, broken encoding. */
  readonly malformed: number
}

/**
 * Looks at every cell of every column, ignored ones and broken lines included, before anything is written.
 *
 * @throws {@link Refusal} `PERSONAL_DATA`, naming columns, kinds and counts, never a value
 */
export async function screen(
  connection: DuckDBConnection,
  path: string,
  file: string,
  columns: readonly string[],
  contract: Contract,
): Promise<Screened> {
  const telling = columns.filter((name) => tellingColumnName.test(name))
  if (telling.length > 0)
    throw personalData(
      file,
      telling.map((name) => `column ${name}: its name announces personal data`),
    )
  const rows = await countSuspects(connection, csvScan(path, columns, contract, true), columns)
  const broken = await countRejects(connection)
  if (rows.suspects > 0) throw personalData(file, await describe(connection, csvScan(path, columns, contract), columns))
  if (broken.suspects > 0) throw personalData(file, [`${broken.suspects} lines that are not rows hold personal data`])
  return { read: rows.lines + broken.lines, malformed: broken.lines }
}

interface Suspects {
  readonly lines: number
  readonly suspects: number
}

/** The cells of a row are looked at together, behind a separator that belongs to no pattern: one pass instead of twenty. */
async function countSuspects(
  connection: DuckDBConnection,
  scan: string,
  columns: readonly string[],
): Promise<Suspects> {
  await connection.run(`drop table if exists ${rejectsTable}; drop table if exists csv_scans`)
  const line = `concat_ws(chr(31), ${columns.map(quoteIdentifier).join(', ')})`
  return await selectRow(
    connection,
    `select count(*) as lines, count(*) filter (regexp_matches(${line}, ${quoteLiteral(anyKind)})) as suspects from ${scan}`,
  )
}

async function countRejects(connection: DuckDBConnection): Promise<Suspects> {
  return await selectRow(
    connection,
    `select count(distinct line) as lines,
            count(distinct line) filter (regexp_matches(csv_line, ${quoteLiteral(anyKind)})) as suspects
     from ${rejectsTable}`,
  )
}

async function describe(connection: DuckDBConnection, scan: string, columns: readonly string[]): Promise<string[]> {
  const pairs = columns.flatMap((column) => kinds.map((kind) => ({ column, kind })))
  const counts = pairs.map(
    ({ column, kind }, index) =>
      `count(*) filter (regexp_matches(${quoteIdentifier(column)}, ${quoteLiteral(kind.pattern)})) as n${index}`,
  )
  const row = await selectRow<Record<string, number>>(connection, `select ${counts.join(', ')} from ${scan}`)
  return pairs.flatMap(({ column, kind }, index) => {
    const count = row[`n${index}`] ?? 0
    return count === 0 ? [] : [`column ${column}: ${kind.code} in ${count} rows`]
  })
}

function personalData(file: string, findings: readonly string[]): Refusal {
  const advice =
    'The file carries personal data and was refused whole. Take it out at the source and send the extract again.'
  return new Refusal('PERSONAL_DATA', `${advice} Found: ${findings.join('; ')}.`, { file })
}
