import type { JsonAnswer } from '#api'
import type { ChartRow } from '../charts/index.ts'

/** The rows of an answer as objects, as charts and tables take them; none for a question that was not asked. */
export function rowsOf(answer: JsonAnswer | undefined): readonly ChartRow[] {
  const { columns, rows } = answer ?? { columns: [], rows: [] }
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))
}

/** A number of a row, or `null`. */
export function numberIn(row: ChartRow | undefined, column: string): number | null {
  const value = row?.[column]
  return typeof value === 'number' ? value : null
}
