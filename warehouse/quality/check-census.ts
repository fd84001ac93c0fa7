import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import { type Contract, isCensus, type Jurisdiction, type LimitBreach } from '#jurisdictions'
import { registerTable } from '../facts/register-tables.ts'
import type { Span } from './covered-days.ts'

/** Periods that a delivery covers and in which nobody was counted: their stock would be 0, and is not known. */
export async function checkCensus(
  connection: DuckDBConnection,
  contract: Contract,
  covered: readonly Span[],
  { profile }: Jurisdiction,
): Promise<readonly LimitBreach[]> {
  if (!isCensus(contract.canonical) || covered.length === 0) return []
  const grain = profile.finest_period === 'year' ? 'year' : 'quarter'
  const { missing, first } = await selectRow<{ missing: number; first: string | null }>(
    connection,
    `select count(*) as missing, min(${nameOf[grain]}) as first
     from (${periodsWithin(covered, grain)}) as periods
     where begins not in (select date_trunc('${grain}', ${quoteIdentifier(contract.delivery.date_column)}) from ${registerTable(contract.canonical)})`,
  )
  if (missing === 0) return []
  const { register } = contract
  const at = { unit: 'count', found: missing, least: null, greatest: 0, subject: first } as const
  return [{ code: 'CENSUS_MISSING', outcome: 'block', register, ...at }]
}

const nameOf = {
  year: 'year(begins)::varchar',
  quarter: `concat(year(begins), '-Q', quarter(begins))`,
}

const lengths = { year: '1 year', quarter: '3 months' }

/** Periods whose last day lies in the days covered, by their first day. */
function periodsWithin(covered: readonly Span[], grain: keyof typeof lengths): string {
  const series = covered.map(({ from, to }) => {
    const [first, last] = [from, to].map((day) => `date ${quoteLiteral(day)}`)
    return `select unnest(generate_series(date_trunc('${grain}', ${first})::timestamp, ${last} + interval 1 day - interval ${lengths[grain]}, interval ${lengths[grain]})) as begins`
  })
  return `select distinct begins::date as begins from (${series.join(' union all ')})`
}
