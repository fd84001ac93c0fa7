import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRow } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { monthsIn } from '../../catalog/periods.ts'
import { finestGrain } from '../../query/plan/time.ts'
import type { ClosedPeriod } from '../periods/closed-period.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import type { PublishedCubeRecord } from '../store/manifest.ts'
import { makeRollups, publicColumns, writeParquet } from '../tables/public-tables.ts'
import { measureIntervals } from './measure-intervals.ts'
import { protectForRelease } from './protect-for-release.ts'
import { recordOf } from './record-of.ts'
import type { MeasuredIntervals, ReleaseDraft, ReleaseStep } from './release-draft.ts'

/** Protects and writes every cube that the jurisdiction publishes, and begins to measure how far its intervals hold. */
export const publishCubes: ReleaseStep = async (draft, connection) => {
  const published: Record<string, PublishedCubeRecord> = {}
  const measuring = new Map<string, Promise<MeasuredIntervals>>()
  const earlier = new Map<string, ProtectedCube>()
  for (const cube of draft.cubes) {
    const declared = draft.options.jurisdiction.disclosure.cubes[cube.name]
    if (declared === undefined) continue
    const solved = cube.establishment ? undefined : await protectForRelease(cube, draft, connection, earlier)
    if (!cube.establishment && solved === undefined) continue
    const written = await writeCube(cube, solved, draft, connection)
    const measured = solved && measureIntervals(solved, written.dimensions, draft)
    if (measured !== undefined) measuring.set(cube.name, measured)
    published[cube.name] = { ...recordOf(solved), ...written }
  }
  return { published, measuring }
}

type Written = Pick<PublishedCubeRecord, 'cells' | 'dimensions' | 'rows' | 'rollups'>

async function writeCube(
  cube: Cube,
  solved: ProtectedCube | undefined,
  { options: { jurisdiction }, period, release }: ReleaseDraft,
  connection: DuckDBConnection,
): Promise<Written> {
  const cells = solved?.protection.cells ?? jurisdiction.disclosure.cubes[cube.name]?.dimensions ?? []
  const { names, columns } = publicColumns(cube, cells)
  const order = cells.map(quoteIdentifier).join(', ')
  const rows =
    solved === undefined ? establishmentRows(cube, cells, period) : 'select * from solved where published > 0'
  const count = solved === undefined ? 'n' : 'published'
  const table = `public.counted.${quoteIdentifier(cube.name)}`
  await connection.run(
    `create table ${table} as select ${columns}, sum(${count})::integer as n from (${rows}) group by all order by ${order}`,
  )
  await writeParquet(connection, table, join(release, 'cubes', `${cube.name}.parquet`))
  const size = await selectRow<{ rows: number }>(connection, `select count(*) as rows from ${table}`)
  const rollups = await makeRollups(connection, cube, names)
  return {
    cells: [...cells],
    dimensions: [...names],
    rows: size.rows,
    rollups: rollups.map(({ table: name, dimensions }) => ({ table: name, dimensions: [...dimensions] })),
  }
}

/** Figures about offices of the closed periods. */
function establishmentRows(cube: Cube, cells: readonly string[], { first, last }: ClosedPeriod): string {
  const time = finestGrain(cube)
  const [from, to] = [first * 3, (last + 1) * 3 - 1].map((month) => Math.floor(month / monthsIn[time]))
  const columns = cells.map(quoteIdentifier).join(', ')
  return `select ${columns}, n from facts.counted.${quoteIdentifier(cube.name)} where ${quoteIdentifier(time)} between ${from} and ${to}`
}
