import { quoteIdentifier, quoteLiteral } from '#foundation'
import { engineOf, file } from './take.ts'

/** Cells as SQL, such as `'2024-04-01'::timestamp`, by the names of their columns. */
export type SqlCells = Readonly<Record<string, string>>

/** Writes rows of SQL expressions as Parquet: each column has the type of its expressions. */
export async function parquetFile(name: string, rows: readonly SqlCells[]): Promise<string> {
  const path = file(name, '')
  const selected = rows.map((row) => {
    const cells = Object.entries(row).map(([column, sql]) => `${sql} as ${quoteIdentifier(column)}`)
    return `select ${cells.join(', ')}`
  })
  const engine = await engineOf(1)
  await engine.withConnection((connection) =>
    connection.run(`copy (${selected.join(' union all by name ')}) to ${quoteLiteral(path)} (format parquet)`),
  )
  return path
}

/** Text cells as SQL; what `changes` says in SQL takes their place. */
export function asSql(texts: Readonly<Record<string, string>>, changes: SqlCells = {}): SqlCells {
  const cells = Object.entries(texts).map(([column, text]) => [column, quoteLiteral(text)])
  return { ...Object.fromEntries(cells), ...changes }
}

/** A file of JSON Lines. */
export function jsonLines(name: string, rows: readonly object[]): string {
  return file(name, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
