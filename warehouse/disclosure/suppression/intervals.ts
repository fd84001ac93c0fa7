import { optimumOf } from '../linear-solver.ts'

/** A two-way table with its totals. Hidden cells are not published; totals are. */
export interface SuppressedTable {
  readonly cells: readonly (readonly number[])[]
  readonly hidden: readonly (readonly boolean[])[]
}

export interface Range {
  readonly least: number
  readonly greatest: number
}

/**
 * What an attacker can conclude about each hidden cell: the least and the greatest value that agree with everything
 * published and with values being 0 or more. Two linear programs for each hidden cell.
 *
 * @returns by row and column; `undefined` for cells that are published
 */
export async function feasibleRanges({
  cells,
  hidden,
}: SuppressedTable): Promise<readonly (readonly (Range | undefined)[])[]> {
  const constraints = constraintsOf({ cells, hidden })
  const names = hidden.flatMap((row, i) => row.flatMap((isHidden, j) => (isHidden ? [nameOf(i, j)] : [])))
  const limits = names.map((name) => ` ${name} >= 0`).join('\n')
  const optimum = (sense: 'Minimize' | 'Maximize', name: string) =>
    optimumOf(`${sense}\n obj: ${name}\nSubject To\n${constraints.join('\n')}\nBounds\n${limits}\nEnd\n`)
  const rangeOf = async (isHidden: boolean, name: string): Promise<Range | undefined> =>
    isHidden ? { least: await optimum('Minimize', name), greatest: await optimum('Maximize', name) } : undefined
  return await Promise.all(
    hidden.map((row, i) => Promise.all(row.map((isHidden, j) => rangeOf(isHidden, nameOf(i, j))))),
  )
}

const nameOf = (row: number, column: number) => `x${row}_${column}`

/** The hidden cells of a row or a column add up to its total less what is published of it. */
function constraintsOf({ cells, hidden }: SuppressedTable): readonly string[] {
  const line = (places: readonly (readonly [number, number])[], label: string) => {
    const unknown = places.filter(([i, j]) => hidden[i]?.[j])
    if (unknown.length === 0) return []
    const sum = unknown.reduce((total, [i, j]) => total + (cells[i]?.[j] ?? 0), 0)
    return [` ${label}: ${unknown.map(([i, j]) => nameOf(i, j)).join(' + ')} = ${sum}`]
  }
  const width = cells[0]?.length ?? 0
  const rows = cells.map((row, i) => row.map((_, j) => [i, j] as const))
  const columns = Array.from({ length: width }, (_, j) => cells.map((_row, i) => [i, j] as const))
  return [
    ...rows.flatMap((places, i) => line(places, `r${i}`)),
    ...columns.flatMap((places, j) => line(places, `c${j}`)),
  ]
}
