import { existsSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { monthsIn } from '../../catalog/periods.ts'
import { defineRecordKeys, keySql } from '../../disclosure/cell-key/record-keys.ts'
import { finestGrain, isStatedByYear } from '../../query/plan/time.ts'
import type { ClosedPeriod } from '../periods/closed-period.ts'
import { type PeriodHistory, periodHistory, type ReleaseHistory } from '../periods/period-history.ts'

export interface SnapshotSources extends ReleaseHistory {
  readonly secret: Buffer
  /** The file of the snapshot before. Where it is gone, the facts with the keys of all batches are all that there is. */
  readonly before: string | undefined
  /** The dimensions of a cube whose codes become known later than its periods. */
  readonly separate: (cube: string) => readonly string[]
}

/**
 * Writes what analysts read into the attached database `snapshot`: the counted units of the closed periods, each with its
 * record key, and nothing that could name or date a person more finely than the dimensions do. What was published and is not
 * revised stays as it was: facts that have changed since would move a cell, and tell whom they are about.
 */
export async function writeSnapshot(
  connection: DuckDBConnection,
  cubes: readonly Cube[],
  period: ClosedPeriod,
  sources: SnapshotSources,
): Promise<void> {
  const { secret, before, separate } = sources
  await defineRecordKeys(connection, secret)
  await connection.run('create schema snapshot.counted')
  const earlier = before !== undefined && existsSync(before)
  if (earlier) await connection.run(`attach ${quoteLiteral(before)} as earlier (read_only)`)
  for (const cube of cubes) {
    const periods = periodHistory(cube, periodsOf(cube, period), sources)
    const hasEarlier = earlier && !cube.establishment && (await hasColumns(connection, 'earlier', cube))
    await writeCube(connection, cube, periods, hasEarlier ? separate(cube.name) : undefined)
  }
  if (earlier) await connection.run('detach earlier')
}

/** The table has the types of the facts: lists of codes may have grown since the snapshot before. */
async function writeCube(
  connection: DuckDBConnection,
  cube: Cube,
  periods: readonly PeriodHistory[],
  separate: Separate,
): Promise<void> {
  const { rows, rest } = rowsOf(cube, periods, separate)
  const [name, columns] = [quoteIdentifier(cube.name), columnsOf(cube)]
  const table = `snapshot.counted.${name}`
  await connection.run(`create table ${table} as select ${columns}, ${rest} from facts.counted.${name} limit 0`)
  await connection.run(`insert into ${table} by name select * from (${rows}) order by ${columns}`)
}

/** The first and the last period of a cube in closed quarters, since year 0. */
function periodsOf(cube: Cube, { first, last }: ClosedPeriod): readonly number[] {
  const months = monthsIn[finestGrain(cube)]
  const end = isStatedByYear(cube) ? last * 3 : (last + 1) * 3 - months // on 1 January: it is known of the year that goes on, too
  const [from, to] = [first * 3, end].map((month) => Math.floor(month / months)) as [number, number]
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}

/** Where periods of the snapshot before are kept, what makes parts of them that may have come later. */
type Separate = readonly string[] | undefined

function rowsOf(cube: Cube, periods: readonly PeriodHistory[], separate: Separate) {
  const name = quoteIdentifier(cube.name)
  const [time, columns] = [quoteIdentifier(finestGrain(cube)), columnsOf(cube)]
  const rest = cube.establishment ? 'n' : `${keyByPeriod(time, periods)} as record_key`
  const fromFacts = `select ${columns}, ${rest} from facts.counted.${name} where ${within(time, periods)}`
  const fixedPeriods = periods.filter(({ isFixed }) => isFixed)
  if (separate === undefined || fixedPeriods.length === 0) return { rows: fromFacts, rest }
  // A part in which nobody was had not been delivered, or its horizon had not passed: it is published for the first time.
  const part = `(${[time, ...separate.map((dimension) => `${quoteIdentifier(dimension)}::varchar`)].join(', ')})`
  const isNew = `(not ${within(time, fixedPeriods)} or ${part} not in (select ${part} from earlier.counted.${name}))`
  const fromBefore = `select ${columns}, record_key from earlier.counted.${name} where ${within(time, fixedPeriods)}`
  return { rows: `${fromFacts} and ${isNew} union all by name ${fromBefore}`, rest }
}

/** Periods with the same batches have the same keys. */
function keyByPeriod(time: string, periods: readonly PeriodHistory[]): string {
  const nameOf = ({ batches }: PeriodHistory) => batches.join(' ')
  const drawn = new Map(periods.filter(({ batches }) => batches.length > 0).map((one) => [nameOf(one), one.batches]))
  const cases = [...drawn].map(([name, batches]) => {
    const alike = periods.filter((one) => nameOf(one) === name)
    return `when ${within(time, alike)} then ${keySql('unit_id', batches)}`
  })
  const commonKey = keySql('unit_id', [])
  return cases.length === 0 ? commonKey : `case ${cases.join(' ')} else ${commonKey} end`
}

function within(time: string, periods: readonly PeriodHistory[]): string {
  return periods.length === 0 ? 'false' : `${time} in (${periods.map(({ period }) => period).join(', ')})`
}

/**
 * Whether an attached snapshot knows all of a cube. Of units in a snapshot of an earlier version nobody knows what it did not
 * ask, and without their ids they cannot be found in the facts: such a cube is taken from the facts as a whole.
 */
export async function hasColumns(connection: DuckDBConnection, snapshot: string, cube: Cube): Promise<boolean> {
  const rows = await selectRows<{ name: string }>(
    connection,
    `select column_name as name from duckdb_columns()
     where database_name = ${quoteLiteral(snapshot)} and schema_name = 'counted' and table_name = ${quoteLiteral(cube.name)}`,
  )
  const known = new Set(rows.map(({ name }) => name))
  return ['record_key', ...cube.dimensions.keys()].every((name) => known.has(name))
}

function columnsOf(cube: Cube): string {
  return [...cube.dimensions.keys()].map(quoteIdentifier).join(', ')
}
