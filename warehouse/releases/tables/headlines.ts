import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRows } from '#foundation'
import { clausesOf } from '../../catalog/condition.ts'
import { countNamed } from '../../catalog/dataset.ts'
import { periodName } from '../../catalog/periods.ts'
import { duckdbDialect } from '../../engines/duckdb-cubes.ts'
import type { Calendar } from '../../facts/calendar.ts'
import { binder, conditionSql } from '../../query/statement/binder.ts'
import type { HeadlineRecord } from '../store/manifest.ts'

/** The headline indicators by quarter and by whole year, from the published cube: what revisions are told by. */
export async function headlinesOf(
  connection: DuckDBConnection,
  { name: cube, dimensions }: { readonly name: string; readonly dimensions: readonly string[] },
  calendar: Calendar,
): Promise<readonly HeadlineRecord[]> {
  const grains = (['quarter', 'year'] as const).filter((grain) => dimensions.includes(grain))
  const all: HeadlineRecord[] = []
  const bound = binder(duckdbDialect)
  const conditionOf = (count: string) => conditionSql(clausesOf(countNamed(`sentences.${count}`).where), bound)
  const [sentenced, custodial] = [conditionOf('sentenced'), conditionOf('custodial')]
  for (const grain of grains) {
    const rows = await selectRows<{ period: number; persons: number; sentenced: number; custodial: number }>(
      connection,
      `select ${grain} as period, sum(n)::integer as persons,
         ${duckdbDialect.sum('n', sentenced)}::integer as sentenced, ${duckdbDialect.sum('n', custodial)}::integer as custodial
       from public.counted.${quoteIdentifier(cube)} group by ${grain} order by ${grain}`,
      bound.all.map(({ value }) => value),
    )
    for (const { period, persons, ...found } of rows) {
      const name = periodName(period * (grain === 'quarter' ? 3 : 12), grain, calendar)
      all.push({ indicator: 'persons', period: name, value: persons })
      all.push({
        indicator: 'custodial_share',
        period: name,
        value: found.sentenced === 0 ? null : found.custodial / found.sentenced,
      })
    }
  }
  return all
}
