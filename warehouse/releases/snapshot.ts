import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier } from '#foundation'
import type { Cube } from '../catalog/cube.ts'
import { monthsIn } from '../catalog/periods.ts'
import { defineRecordKeys } from '../disclosure/cell-key/record-keys.ts'
import { finestGrain } from '../query/time.ts'
import type { ClosedPeriod } from './closed-period.ts'

/**
 * Writes what analysts read into the attached database `snapshot`: the counted units of the closed periods, each with its
 * record key, and nothing that could name or date a person more finely than the dimensions do.
 */
export async function writeSnapshot(
  connection: DuckDBConnection,
  cubes: readonly Cube[],
  { first, last }: ClosedPeriod,
  secret: Buffer,
): Promise<void> {
  await defineRecordKeys(connection, secret)
  await connection.run('create schema snapshot.counted')
  for (const cube of cubes) {
    const time = finestGrain(cube)
    const isStated = cube.kind === 'stock' && time === 'year' // on 1 January: it is known of the year that goes on, too
    const end = isStated ? last * 3 : (last + 1) * 3 - monthsIn[time]
    const [from, to] = [first * 3, end].map((month) => Math.floor(month / monthsIn[time]))
    const columns = [...cube.dimensions.keys()].map(quoteIdentifier).join(', ')
    const rest = cube.establishment ? 'n' : 'record_key(unit_id) as record_key'
    await connection.run(
      `create table snapshot.counted.${quoteIdentifier(cube.name)} as select ${columns}, ${rest}
       from facts.counted.${quoteIdentifier(cube.name)} where ${quoteIdentifier(time)} between ${from} and ${to} order by ${columns}`,
    )
  }
}
