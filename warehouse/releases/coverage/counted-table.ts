import { type Condition, isAdmitted } from '../../catalog/condition.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import { KeyTable } from '../../disclosure/rounding/tables/key-table.ts'
import { firstCells, type MarginNumbers } from '../../disclosure/rounding/tables/margin-numbers.ts'
import { type CellTable, type MarginalTable, marginKeyAt } from '../../disclosure/rounding/tables/shape.ts'

/** All cells of a cube: what was counted, and what is published of it. */
export interface SolvedCells {
  readonly cells: CellTable
  readonly published: Int32Array
}

/** Which cells meet a condition, as 1 and 0; `undefined` where the cube lacks a dimension of it. */
export function cellsOf(
  where: Condition | undefined,
  { cells }: SolvedCells,
  { cube, rule }: CubeProtection,
): Uint8Array | undefined {
  const met = new Uint8Array(cells.counts.length).fill(1)
  for (const dimension of Object.keys(where ?? {})) {
    const column = rule.dimensions.findIndex(({ levels }) => levels.some((level) => level.name === dimension))
    const level = rule.dimensions[column]?.levels.find((known) => known.name === dimension)
    const codes = cells.codes[column]
    if (level === undefined || codes === undefined) return undefined
    const admitted = (cube.dimensions.get(dimension)?.codes ?? []).map(({ code }) => isAdmitted(code, dimension, where))
    for (let cell = 0; cell < met.length; cell++)
      if (!admitted[level.of[codes[cell] as number] as number]) met[cell] = 0
  }
  return met
}

/** The rows of a table: which of them each cell belongs to, and which is the same one a period earlier. */
export interface TableRows {
  readonly size: number
  readonly rowOf: Int32Array
  /** By row: the row of the same codes in the period before, or -1. */
  readonly before: Int32Array
}

/** The rows of the table of a family. @param numbers - of the solved cells; families are best asked for in their order */
export function tableRowsOf(
  family: MarginalTable,
  { cells }: SolvedCells,
  { rule: { dimensions } }: CubeProtection,
  numbers: MarginNumbers,
): TableRows {
  const rows = numbers.of(family)
  const before = new Int32Array(rows.size).fill(-1)
  const period = keysInPeriod(family, dimensions)
  if (period !== undefined) {
    const table = new KeyTable(rows.size)
    const keys = Float64Array.from(firstCells(rows), (cell) => marginKeyAt(cell, family, dimensions, cells))
    for (const key of keys) table.add(key)
    for (const [row, key] of keys.entries()) if (key >= period) before[row] = table.find(key - period)
  }
  return { size: rows.size, rowOf: rows.of, before }
}

/** How many keys one period of a family has; `undefined` where it has no time. */
function keysInPeriod(
  [time = 0, ...others]: MarginalTable,
  [times, ...dimensions]: CubeProtection['rule']['dimensions'],
) {
  if ((times?.levels[time]?.size ?? 1) === 1) return undefined
  return others.reduce((size, level, index) => size * (dimensions[index]?.levels[level]?.size ?? 1), 1)
}

/** What there is of some cells in each row, in truth and as published. */
export interface RowCounts {
  readonly truth: Int32Array
  readonly published: Int32Array
}

/** Sums the cells of a mask up by row. */
export function countRows(mask: Uint8Array, { size, rowOf }: TableRows, { cells, published }: SolvedCells): RowCounts {
  const sums: RowCounts = { truth: new Int32Array(size), published: new Int32Array(size) }
  for (let cell = 0; cell < rowOf.length; cell++) {
    if (mask[cell] === 0) continue
    const row = rowOf[cell] as number
    sums.truth[row] = (sums.truth[row] as number) + (cells.counts[cell] as number)
    sums.published[row] = (sums.published[row] as number) + (published[cell] as number)
  }
  return sums
}
