import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRows } from '#foundation'
import { periodName } from '../catalog/periods.ts'
import type { Headline } from './manifest.ts'

/** The headline indicators by quarter and by whole year, from the published cube: what revisions are told by. */
export async function headlinesOf(
  connection: DuckDBConnection,
  times: readonly string[],
): Promise<readonly Headline[]> {
  const grains = (['quarter', 'year'] as const).filter((grain) => times.includes(grain))
  const all: Headline[] = []
  for (const grain of grains) {
    const rows = await selectRows<{ period: number; persons: number; sentenced: number; custodial: number }>(
      connection,
      `select ${grain} as period, sum(n)::integer as persons,
         coalesce(sum(n) filter (sanction_class not in ('NONE', 'UNK')), 0)::integer as sentenced,
         coalesce(sum(n) filter (sanction_class = 'CUST'), 0)::integer as custodial
       from public.counted.sentences group by ${grain} order by ${grain}`,
    )
    for (const { period, persons, sentenced, custodial } of rows) {
      const name = periodName(period * (grain === 'quarter' ? 3 : 12), grain)
      all.push({ indicator: 'persons', period: name, value: persons })
      all.push({ indicator: 'custodial_share', period: name, value: sentenced === 0 ? null : custodial / sentenced })
    }
  }
  return all
}
