import { quoteIdentifier, quoteLiteral } from '#foundation'

/** The columns of a file in their order, and which of them each canonical column is read from. */
export interface Header {
  readonly columns: readonly string[]
  readonly sourceOf: ReadonlyMap<string, string>
  /** The column that says whether a row takes another one back. */
  readonly withdrawal: string | undefined
}

/** Whether a column has no name in its file, only the one that {@link columnNames} gave it. */
export function isUnnamed(name: string): boolean {
  return /^\(column \d+\)$/.test(name)
}

/** Names as they are compared: on one line, without blanks at the edge; an empty one says which column it is. */
export function columnNames(cells: readonly string[]): string[] {
  return cells.map((cell, index) => cell.replaceAll(/[\s\ufeff]+/g, ' ').trim() || `(column ${index + 1})`)
}

/**
 * The cells of a header of two rows as one. A name of the upper row is put before those below it, up to the next name of the upper row;
 * one without a name below it is the name of its column alone.
 */
export function joinedCells(upper: readonly string[], lower: readonly string[], joinedBy: string): string[] {
  let group = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, index) => {
    const [above, below] = [upper[index]?.trim() ?? '', lower[index]?.trim() ?? '']
    if (above !== '') group = below === '' ? '' : above
    if (below === '') return above
    return group === '' ? below : `${group}${joinedBy}${below}`
  })
}

/** Columns without a name, which have to be empty: exports write a delimiter too many, or a column for the eye. */
export function unnamedColumns({ columns }: Header): readonly string[] {
  return columns.filter(isUnnamed)
}

/** The condition on a row that it repeats the header: its first two cells are the names of their columns. */
export function isHeaderAgain(header: Header): string {
  const [first = '', second = first] = header.columns.filter((name) => !isUnnamed(name))
  const again = [first, second].map((name) => `${quoteIdentifier(name)} = ${quoteLiteral(name)}`)
  return `coalesce(${again.join(' and ')}, false)`
}
