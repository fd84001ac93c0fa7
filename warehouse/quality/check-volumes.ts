import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, selectRow, selectRows } from '#foundation'
import { type Contract, canonicalType, type LimitBreach, listOf } from '#jurisdictions'
import { firstDates } from '../counting/first-dates.ts'
import { type Calendar, daysOf } from '../facts/calendar.ts'
import { recordsOf } from '../facts/register-tables.ts'

interface Days {
  readonly from: string
  readonly to: string
}

/** The deliveries of a register: all, and those that this run brought. */
interface Brought {
  readonly delivered: readonly Delivered[]
  readonly fresh: readonly Delivered[]
}

interface Delivered {
  readonly coverage: Days | null
}

/** Compares what deliveries made of their register with earlier years and with published totals. */
export async function checkVolumes(
  connection: DuckDBConnection,
  contract: Contract,
  { delivered, fresh }: Brought,
  calendar: Calendar,
): Promise<readonly LimitBreach[]> {
  const [known, now] = [unionOf(delivered), unionOf(fresh)]
  if (known === undefined || now === undefined) return []
  return [
    ...(await monthlyDrift(connection, contract, known, now)),
    ...(await publishedTotals(connection, contract, { known, now, calendar })),
  ]
}

type Span = readonly [number, number]

/** Whole months that just came, against the same months of earlier years as far as these were delivered. */
async function monthlyDrift(
  connection: DuckDBConnection,
  contract: Contract,
  known: Days,
  now: Days,
): Promise<readonly LimitBreach[]> {
  const { note, block } = contract.limits.volume_against_same_month
  if (note === undefined && block === undefined) return []
  const months = await monthsAgainstEarlierYears(connection, contract, known, now)
  return months.flatMap(({ month: subject, ratio: found }) => {
    const outcome = isOutside(found, block) ? 'block' : 'note'
    const span = outcome === 'block' ? block : note
    if (span === undefined || !isOutside(found, span)) return []
    const [min, max] = span
    return [
      {
        code: 'VOLUME_DRIFT',
        outcome,
        register: contract.register,
        unit: 'ratio',
        found,
        least: min,
        greatest: max,
        subject,
      },
    ]
  })
}

async function monthsAgainstEarlierYears(connection: DuckDBConnection, contract: Contract, known: Days, now: Days) {
  const date = quoteIdentifier(contract.delivery.date_column)
  const day = (text: string) => `date ${quoteLiteral(text)}`
  return await selectRows<{ month: string; ratio: number }>(
    connection,
    `with per_month as (
       select date_trunc('month', ${date})::date as month, count(*) as n from ${datedRows(contract)}
       where ${date} >= ${day(known.from)} and ${date} >= ${day(now.from)} - interval 3 year
       group by all
     ), whole as (
       select * from per_month where month >= ${day(now.from)} and last_day(month) <= ${day(now.to)}
     )
     select strftime(whole.month, '%Y-%m') as month, any_value(whole.n) / avg(earlier.n) as ratio
     from whole join per_month as earlier
       on month(earlier.month) = month(whole.month) and year(earlier.month) between year(whole.month) - 3 and year(whole.month) - 1
     group by whole.month order by month`,
  )
}

/** Only years that were delivered as a whole are compared, and only those that something new came for. */
async function publishedTotals(
  connection: DuckDBConnection,
  contract: Contract,
  { known, now, calendar }: { readonly known: Days; readonly now: Days; readonly calendar: Calendar },
): Promise<readonly LimitBreach[]> {
  const passed: LimitBreach[] = []
  const { register, limits, delivery } = contract
  const date = quoteIdentifier(delivery.date_column)
  for (const { year, where, count, range } of limits.totals) {
    const { from: first, to: last } = daysOf({ first: year * 12, last: year * 12 + 11 }, calendar)
    if (known.from > first || known.to < last || now.from > last || now.to < first) continue
    const counted = count === 'rows' ? 'count(*)' : countedPersons(contract)
    const filters = Object.entries(where).map(
      ([column, codes]) => `${text(contract, column)} in (${codes.map(quoteLiteral).join(', ')})`,
    )
    const within = `${date} between date ${quoteLiteral(first)} and date ${quoteLiteral(last)}`
    const sql = `select ${counted} as found from ${datedRows(contract)} where ${[within, ...filters].join(' and ')}`
    const { found } = await selectRow<{ found: number }>(connection, sql)
    if (!isOutside(found, range)) continue
    const [min, max] = range
    const subject = String(year)
    passed.push({
      code: 'PUBLISHED_TOTAL',
      outcome: 'note',
      register,
      unit: 'count',
      found,
      least: min,
      greatest: max,
      subject,
    })
  }
  return passed
}

/** The rows of a register with the date that counts: of a judgment that changed, the first one. */
function datedRows({ register }: Contract): string {
  const table = recordsOf(register)
  if (register !== 'sentences') return table
  return `(select held.* replace (coalesce(first_dates.sentenced_on, held.sentenced_on) as sentenced_on)
    from ${table} as held left join (${firstDates()}) as first_dates using (row_key))`
}

function unionOf(deliveries: readonly Delivered[]): Days | undefined {
  const days = deliveries.flatMap(({ coverage }) => coverage ?? [])
  const from = days
    .map((coverage) => coverage.from)
    .sort()
    .at(0)
  const to = days
    .map((coverage) => coverage.to)
    .sort()
    .at(-1)
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** A person is counted once per judgment, or once per day of the event; a row without a key is a person of its own. */
function countedPersons({ delivery, columns }: Contract): string {
  const keys = ['case_key', 'person_key'].filter((name) => name in columns).map(quoteIdentifier)
  const own = keys.map((key) => `coalesce(${key}, row_key)`)
  const person = Object.hasOwn(columns, 'person_key') ? own : [...own, 'row_key']
  return `count(distinct (${[...person, quoteIdentifier(delivery.date_column)].join(', ')}))`
}

function text({ canonical }: Contract, column: string): string {
  return listOf(canonicalType(canonical, column)) === undefined
    ? quoteIdentifier(column)
    : `${quoteIdentifier(column)}::varchar`
}

function isOutside(value: number, span: Span | undefined): boolean {
  return span !== undefined && (value < span[0] || value > span[1])
}
