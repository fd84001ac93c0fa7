import type { JsonAnswer } from '#api'

/** The values behind a figure: rows of codes and numbers, with the names of their columns. */
export interface FigureValues {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

/** Columns that say how a figure stands and not what it is: a later release makes provisional figures final. */
const statusColumns = ['period_status', 'reliability', 'comparison']

export function valuesOfAnswer({ columns, rows }: Pick<JsonAnswer, 'columns' | 'rows'>): FigureValues {
  const places = columns.flatMap(({ name }, at) => (statusColumns.includes(name) ? [] : [at]))
  return {
    columns: places.map((at) => columns[at]?.name ?? ''),
    rows: rows.map((row) => places.map((at) => (row[at] ?? null) as string | number | boolean | null)),
  }
}
