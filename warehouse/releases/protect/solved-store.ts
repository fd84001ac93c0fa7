import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, renderSqlTemplate } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { readColumns } from '../../columns/read-columns.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import type { CellTable, ProtectedBlock } from '../../disclosure/rounding/index.ts'
import { cellsFrom, codePlaces } from './cube-cells.ts'

const maxCells = 20_000_000

/** A block that an earlier release has published: the cells as they were counted then, and what was published of them. */
export interface PublishedBlock {
  readonly cells: CellTable
  readonly published: Int32Array
  readonly attempt: number
}

/** The file in which a release keeps, outside everything served, what it counted and what it published of that. */
export function solvedFile(folder: string, cube: string): string {
  return join(folder, 'restricted', `${cube}.parquet`)
}

/** The blocks that a release has solved, by name; none when it does not hold the cube at this grain. */
export async function readSolved(
  connection: DuckDBConnection,
  folder: string | undefined,
  { cube, cells, periods }: CubeProtection,
): Promise<ReadonlyMap<string, PublishedBlock>> {
  const file = folder === undefined ? '' : solvedFile(folder, cube.name)
  if (!existsSync(file)) return new Map()
  const columns = await readColumns(
    await connection.run(
      `select block, attempt, ${codePlaces(cells, cube, periods.first).join(', ')}, counted, published
       from read_parquet(${quoteLiteral(file)}) order by block`,
    ),
    maxCells,
  )
  const all = cellsFrom(columns, cells, 'counted')
  const column = (name: string) => columns.find((known) => known.name === name)
  const [published, attempts] = [column('published')?.values, column('attempt')?.values]
  const [names, offsets] = [column('block')?.values, column('block')?.offsets]
  const decoder = new TextDecoder()
  const nameAt = (row: number) => decoder.decode((names as Uint8Array).subarray(offsets?.[row], offsets?.[row + 1]))
  const places = new Map<string, number[]>()
  for (let row = 0; row < all.counts.length; row++) {
    const name = nameAt(row)
    const known = places.get(name)
    if (known === undefined) places.set(name, [row])
    else known.push(row)
  }
  const take = (values: ArrayLike<number>, rows: readonly number[]) => Int32Array.from(rows, (row) => values[row] ?? 0)
  return new Map(
    [...places].map(([name, rows]) => [
      name,
      {
        cells: { codes: all.codes.map((codes) => take(codes, rows)), counts: take(all.counts, rows) },
        published: take(published as Int32Array, rows),
        attempt: Number(attempts?.[rows[0] ?? 0] ?? 1),
      },
    ]),
  )
}

/** Writes solved blocks into the table `solved`, codes as text. */
export async function loadSolved(
  connection: DuckDBConnection,
  blocks: readonly ProtectedBlock[],
  { cube, cells, periods }: CubeProtection,
): Promise<void> {
  const places = cells.map((_, index) => `c${index} integer`).join(', ')
  await connection.run(
    `create or replace temp table places (block varchar, attempt integer, ${places}, counted integer, published integer)`,
  )
  const appender = await connection.createAppender('places')
  for (const { name, attempt, cells: found, published } of blocks) {
    for (let place = 0; place < published.length; place++) {
      appender.appendVarchar(name)
      appender.appendInteger(attempt)
      for (const column of found.codes) appender.appendInteger(column[place] as number)
      appender.appendInteger(found.counts[place] as number)
      appender.appendInteger(published[place] as number)
      appender.endRow()
    }
  }
  appender.closeSync()
  const names = cells.map((name, index) => codeOf(`c${index}`, name, index === 0 ? periods.first : undefined, cube))
  await connection.run(
    renderSqlTemplate('warehouse/releases/protect/solved.sql', {
      cells: names.join(', '),
      order: cells.map(quoteIdentifier).join(', '),
    }),
  )
}

function codeOf(place: string, name: string, firstPeriod: number | undefined, { dimensions }: Cube): string {
  const column = quoteIdentifier(name)
  if (firstPeriod !== undefined) return `(${place} + ${firstPeriod})::integer as ${column}`
  const codes = (dimensions.get(name)?.codes ?? []).map(({ code }) => quoteLiteral(code))
  return `[${codes.join(', ')}][${place} + 1] as ${column}`
}
