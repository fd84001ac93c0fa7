import { existsSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { grains } from '../../catalog/periods.ts'
import { readColumns } from '../../columns/read-columns.ts'
import type { AnalystTable } from '../../disclosure/attacks/index.ts'
import { chainsOf } from '../../disclosure/cell-key/guard/released-table.ts'
import { perturb } from '../../disclosure/cell-key/perturb.ts'
import { finestGrain } from '../../query/plan/time.ts'
import { hasColumns } from './snapshot.ts'

/** Analysts cross at most so many dimensions. */
const maxCrossed = 4
const maxCells = 20_000_000

/**
 * Every table that analysts may ask, as each of some snapshots tells it, over the parts of time that all of them hold.
 *
 * @param files - snapshots of releases of which each is the previous one of the next, the oldest first
 */
export async function* analystTables(
  connection: DuckDBConnection,
  files: readonly string[],
  cubes: readonly Cube[],
  datasets: readonly Dataset[],
): AsyncGenerator<AnalystTable> {
  const existing = files.filter((file) => existsSync(file))
  if (existing.length < 2) return
  const names = await attachDraws(connection, existing)
  for (const cube of cubes.filter(({ establishment }) => !establishment)) {
    const known = await Promise.all(names.map((name) => hasColumns(connection, name, cube)))
    if (!known.every((isKnown) => isKnown)) continue
    const alone = neverAddedUp(cube, datasets)
    await joinDraws(connection, names, cube, alone)
    for (const levels of tablesOf(cube, alone)) yield await readTable(connection, names, cube, levels)
  }
  for (const name of names) await connection.run(`detach ${name}`)
}

async function attachDraws(connection: DuckDBConnection, files: readonly string[]): Promise<readonly string[]> {
  const names = files.map((_, draw) => `draw_${draw}`)
  for (const [draw, file] of files.entries())
    await connection.run(`attach ${quoteLiteral(file)} as ${names[draw]} (read_only)`)
  return names
}

/** Dimensions that are never added up over. */
function neverAddedUp({ name }: Cube, datasets: readonly Dataset[]): readonly string[] {
  const asking = datasets.filter(({ counts }) => Object.values(counts).some(({ cube }) => cube === name))
  return [...new Set(asking.flatMap(({ oneOf, switches }) => [...oneOf, ...Object.keys(switches)]))]
}

async function joinDraws(
  connection: DuckDBConnection,
  names: readonly string[],
  cube: Cube,
  alone: readonly string[],
): Promise<void> {
  const columns = [...cube.dimensions.keys()].map(quoteIdentifier).map((name) => `${name}::varchar as ${name}`)
  const draws = names.map(
    (name, draw) =>
      `select ${draw} as draw, ${columns.join(', ')}, record_key from ${name}.counted.${quoteIdentifier(cube.name)}`,
  )
  const part = [finestGrain(cube), ...alone.filter((name) => cube.dimensions.has(name))].map(quoteIdentifier).join(', ')
  await connection.run(
    `create or replace temp table drawn as with every as (${draws.join(' union all ')})
     select * from every where (${part}) in (select (${part}) from every group by all having count(distinct draw) = ${names.length})`,
  )
}

/** Every choice of a level of each chain, or none, that crosses at most four dimensions. */
function tablesOf(cube: Cube, alone: readonly string[]): readonly (readonly string[])[] {
  const times = cube.kind === 'stock' ? [[finestGrain(cube)]] : [...timesOf(cube).map((grain) => [grain]), []]
  const places = chainsOf(cube).reduce<readonly (readonly string[])[]>((all, chain) => {
    const mayBeLeftOut = !chain.some((name) => alone.includes(name))
    const levels = [...chain.map((name) => [name]), ...(mayBeLeftOut ? [[]] : [])]
    return all.flatMap((table) => levels.map((level) => [...table, ...level]))
  }, times)
  return places.filter((table) => table.filter((name) => !alone.includes(name)).length <= maxCrossed)
}

function timesOf(cube: Cube) {
  return grains.slice(0, grains.indexOf(finestGrain(cube)) + 1)
}

function perturbed(counts: Int32Array<ArrayBuffer>, keys: ArrayLike<number>) {
  return counts.map((count, cell) => perturb(count, keys[cell] ?? 0))
}

async function readTable(
  connection: DuckDBConnection,
  names: readonly string[],
  cube: Cube,
  levels: readonly string[],
): Promise<AnalystTable> {
  const figures = names.flatMap((_, draw) => [
    `(count(*) filter (draw = ${draw}))::integer as n${draw}`,
    `(coalesce(sum(record_key) filter (draw = ${draw}), 0) % 4294967296)::double as k${draw}`,
  ])
  const by = levels.length === 0 ? '' : ` group by ${levels.map(quoteIdentifier).join(', ')}`
  const columns = await readColumns(await connection.run(`select ${figures.join(', ')} from drawn${by}`), maxCells)
  const valuesOf = (name: string) => columns.find((column) => column.name === name)?.values as ArrayLike<number>
  const counted = names.map((_, draw) => Int32Array.from(valuesOf(`n${draw}`)))
  const keys = names.map((_, draw) => valuesOf(`k${draw}`))
  const published = counted.map((counts, draw) => perturbed(counts, keys[draw] ?? []))
  return { cube: cube.name, name: levels.join(', '), counted, published, keys }
}
