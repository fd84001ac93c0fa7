import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow } from '#foundation'
import type { Contract, Jurisdiction } from '#jurisdictions'
import { registerTable } from '../facts/register-tables.ts'
import type { RecordedDelivery } from './store/manifest.ts'

type Days = NonNullable<RecordedDelivery['coverage']>

/** Deliveries that said nothing of their days cover what their contract says today. */
export function withDeclaredCoverage(
  deliveries: readonly RecordedDelivery[],
  { contracts }: Pick<Jurisdiction, 'contracts'>,
): readonly RecordedDelivery[] {
  return deliveries.map((delivery) => {
    const declared = contracts.get(delivery.register)?.delivery.coverage
    return delivery.coverage !== null || declared === undefined ? delivery : { ...delivery, coverage: declared }
  })
}

/**
 * What a delivery covers can be corrected as long as its rows lie in the new days and no other delivery has told of them.
 *
 * @throws {@link Refusal} `PERIOD_AGAINST_ROWS`
 */
export async function requireRowsWithin(
  connection: DuckDBConnection,
  { canonical, delivery }: Contract,
  same: readonly RecordedDelivery[],
  days: Days,
): Promise<void> {
  if (delivery.mode === 'full') return
  const date = quoteIdentifier(delivery.date_column)
  const within = ({ from, to }: Days) => `${date} between date ${quoteLiteral(from)} and date ${quoteLiteral(to)}`
  const own = `delivery in (${same.map(({ id }) => id).join(', ')})`
  const before = same[0]?.coverage ?? null
  const wrong =
    delivery.mode === 'append'
      ? `${own} and ${date} > date ${quoteLiteral(days.to)}`
      : `if(${own}, not ${within(days)}, ${within(days)} and not ${before === null ? 'false' : within(before)})`
  const sql = `select count(*) as count from ${registerTable(canonical)} where ${wrong}`
  const { count } = await selectRow<{ count: number }>(connection, sql)
  if (count === 0) return
  const advice = `The new period of this delivery contradicts ${count} stored rows. Correct the period, or send a new extract.`
  throw new Refusal('PERIOD_AGAINST_ROWS', advice)
}
