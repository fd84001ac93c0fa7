import type { DuckDBConnection } from '@duckdb/node-api'
import { enumType, quoteIdentifier, quoteLiteral } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { grains, monthsIn } from '../../catalog/periods.ts'
import { parentExpression } from '../../facts/code-tables.ts'

/** A table with its dimensions. */
export interface Rollup {
  readonly table: string
  readonly dimensions: readonly string[]
}

/**
 * The select list that turns the finest cells of a cube (codes as text, whole numbers for time) into the columns by which
 * it can be asked: enumerations, and everything coarser.
 */
export function publicColumns(cube: Cube, cells: readonly string[]): { names: readonly string[]; columns: string } {
  const time = grains.find((grain) => grain === cells[0]) ?? 'year'
  const times = grains.slice(0, grains.indexOf(time) + 1).map((grain) => ({
    name: grain,
    column: `(${quoteIdentifier(time)} // ${monthsIn[grain] / monthsIn[time]})::integer as ${quoteIdentifier(grain)}`,
  }))
  const others = cells.slice(1).flatMap((name) => codeColumns(name, cube))
  const all = [...times, ...others]
  return { names: all.map(({ name }) => name), columns: all.map(({ column }) => column).join(', ') }
}

function codeColumns(name: string, cube: Cube): readonly { readonly name: string; readonly column: string }[] {
  const columns = []
  let [expression, current] = [`${quoteIdentifier(name)}::varchar`, cube.dimensions.get(name)]
  while (current !== undefined) {
    const type = enumType(current.codes.map(({ code }) => code))
    columns.push({ name: current.name, column: `(${expression})::${type} as ${quoteIdentifier(current.name)}` })
    expression = parentExpression(expression, current.codes)
    current = current.above === undefined ? undefined : cube.dimensions.get(current.above)
  }
  return columns
}

/** Sums a published cube up into the tables that its questions need most, smallest first. */
export async function makeRollups(
  connection: DuckDBConnection,
  cube: Cube,
  dimensions: readonly string[],
): Promise<readonly Rollup[]> {
  const rollups: (Rollup & { readonly rows: number })[] = []
  for (const [index, wanted] of cube.rollups.entries()) {
    const named = dimensions.filter((name) => wanted.some((finest) => finest === name || isAbove(name, finest, cube)))
    if (!wanted.every((name) => dimensions.includes(name))) continue
    const table = `${cube.name}__${index + 1}`
    const columns = named.map(quoteIdentifier).join(', ')
    await connection.run(
      `create table public.counted.${quoteIdentifier(table)} as
       select ${columns}, sum(n)::integer as n from public.counted.${quoteIdentifier(cube.name)} group by ${columns} order by ${columns}`,
    )
    const rows = await connection.runAndReadAll(
      `select count(*)::integer as n from public.counted.${quoteIdentifier(table)}`,
    )
    rollups.push({ table, dimensions: named, rows: Number(rows.getRowObjectsJS()[0]?.['n'] ?? 0) })
  }
  return rollups.sort((one, other) => one.rows - other.rows).map(({ rows: _, ...rollup }) => rollup)
}

function isAbove(name: string, finest: string, { dimensions }: Cube): boolean {
  const above = dimensions.get(finest)?.above
  return above !== undefined && (above === name || isAbove(name, above, { dimensions } as Cube))
}

/** Writes a table as Parquet. */
export async function writeParquet(connection: DuckDBConnection, table: string, file: string): Promise<void> {
  await connection.run(`copy ${table} to ${quoteLiteral(file)} (format parquet, compression zstd)`)
}
