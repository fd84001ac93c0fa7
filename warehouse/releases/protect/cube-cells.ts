import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { monthsIn } from '../../catalog/periods.ts'
import { readColumns } from '../../columns/read-columns.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import type { CellTable } from '../../disclosure/rounding/index.ts'

const maxCells = 20_000_000

/** The place of each cell's codes in their lists, from columns that hold codes as text or enumeration. */
export function codePlaces(cells: readonly string[], { dimensions }: Cube, firstPeriod: number): readonly string[] {
  return cells.map((name, index) => {
    const column = quoteIdentifier(name)
    if (index === 0) return `(${column} - ${firstPeriod})::integer as ${column}`
    const codes = (dimensions.get(name)?.codes ?? []).map(({ code }) => quoteLiteral(code))
    return `(list_position([${codes.join(', ')}], ${column}::varchar) - 1)::integer as ${column}`
  })
}

/**
 * Counts the cells of a cube in the facts.
 *
 * @param last - the last period that counts, since year 0
 * @returns cells in the order of time and codes
 */
export async function countCells(
  connection: DuckDBConnection,
  { cube, cells, periods }: CubeProtection,
  last: number,
): Promise<CellTable> {
  const [time = ''] = cells
  const sql = `select ${codePlaces(cells, cube, periods.first).join(', ')}, count(*)::integer as n
    from facts.counted.${quoteIdentifier(cube.name)}
    where ${quoteIdentifier(time)} between ${periods.first} and ${last}
    group by all order by all`
  return cellsFrom(await readColumns(await connection.run(sql), maxCells), cells, 'n')
}

/** Cells out of whole-number columns. @throws Error when a code is in no list, which loading excludes */
export function cellsFrom(
  columns: Awaited<ReturnType<typeof readColumns>>,
  cells: readonly string[],
  count: string,
): CellTable {
  const whole = (name: string) => {
    const column = columns.find((known) => known.name === name)
    if (column === undefined || column.validity !== null) throw new Error(`${name} has cells without a code`)
    return column.values as Int32Array
  }
  return { codes: cells.map(whole), counts: whole(count) }
}

/** The places of cells by block of time, in order, with the block's name. */
export function blocksOf(
  { codes }: CellTable,
  { time, block, periods, cells, cube }: CubeProtection,
  separate: readonly string[],
): ReadonlyMap<string, Int32Array> {
  const size = monthsIn[block] / monthsIn[time]
  const apart = separate.map((name) => [codes[cells.indexOf(name)], cube.dimensions.get(name)?.codes ?? []] as const)
  const blocks = new Map<string, number[]>()
  for (const [place, period] of (codes[0] ?? new Int32Array(0)).entries()) {
    const parts = apart.map(([column, list]) => list[column?.[place] ?? 0]?.code ?? '')
    const name = [Math.floor((period + periods.first) / size), ...parts].join('/')
    const places = blocks.get(name)
    if (places === undefined) blocks.set(name, [place])
    else places.push(place)
  }
  const ordered = [...blocks].sort(([one], [other]) => (one < other ? -1 : 1))
  return new Map(ordered.map(([name, places]) => [name, Int32Array.from(places)]))
}
