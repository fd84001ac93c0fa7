import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRow } from '#foundation'
import { type Contract, isCensus, type Jurisdiction, type LimitBreach } from '#jurisdictions'
import { calendarOf, calendarSlots } from '../facts/calendar.ts'
import { registerTable } from '../facts/register-tables.ts'
import type { Span } from './covered-days.ts'

/** Periods that a delivery covers and in which nobody was counted: their stock would be 0, and is not known. */
export async function checkCensus(
  connection: DuckDBConnection,
  contract: Contract,
  covered: readonly Span[],
  jurisdiction: Jurisdiction,
): Promise<readonly LimitBreach[]> {
  if (!isCensus(contract.canonical) || covered.length === 0) return []
  const { shift, until } = calendarSlots(calendarOf(jurisdiction))
  const grain = jurisdiction.profile.finest_period === 'year' ? 'year' : 'quarter'
  const { missing, first } = await selectRow<{ missing: number; first: string | null }>(
    connection,
    `select count(*) as missing, min(${nameOf[grain](shift)}) as first
     from (${periodsWithin(covered, grain, { shift, until })}) as periods
     where begins not in (select date_trunc('${grain}', ${quoteIdentifier(contract.delivery.date_column)}${shift})${until} from ${registerTable(contract.canonical)})`,
  )
  if (missing === 0) return []
  const { register } = contract
  const at = { unit: 'count', found: missing, least: null, greatest: 0, subject: first } as const
  return [{ code: 'CENSUS_MISSING', outcome: 'block', register, ...at }]
}

const nameOf = {
  year: (shift: string) => `year(begins${shift})::varchar`,
  quarter: (shift: string) => `concat(year(begins${shift}), '-Q', quarter(begins${shift}))`,
}

const lengths = { year: '1 year', quarter: '3 months' }

/** Periods whose last day lies in the days covered, by their first day. */
function periodsWithin(
  covered: readonly Span[],
  grain: keyof typeof lengths,
  { shift, until }: ReturnType<typeof calendarSlots>,
): string {
  const series = covered.map(({ from, to }) => {
    const [first, last] = [from, to].map((day) => `date ${quoteLiteral(day)}`)
    return `select unnest(generate_series((date_trunc('${grain}', ${first}${shift})${until})::timestamp, ${last} + interval 1 day - interval ${lengths[grain]}, interval ${lengths[grain]})) as begins`
  })
  return `select distinct begins::date as begins from (${series.join(' union all ')})`
}
