import type { DuckDBConnection } from '@duckdb/node-api'
import { printable, Refusal, renderSqlTemplate, selectRow, selectRows } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Coverage, Ended, RowOutcomeCounts } from '../deliveries/delivery.ts'
import { type CountedRows, countedRows } from '../table/row-numbers.ts'
import { checkedRows, readTable } from '../validate/check-rows.ts'
import { replacedRows } from '../validate/replaced-rows.ts'

/** What is stored of the register at hand. */
export interface ExistingRows {
  /** A relation with `row_key`, `content`, `delivery` and the canonical columns. */
  readonly rows: string
  /** Deliveries that were sent after the one at hand. */
  readonly later: readonly LaterDelivery[]
  /** Deliveries that arrived together with the one at hand, with nothing to say which of them is newer. */
  readonly peers: readonly Peer[]
}

export interface LaterDelivery {
  readonly id: number
  readonly coverage: Coverage | null
}

export interface Peer {
  readonly id: number
  /** The name of its file. */
  readonly file: string
}

export interface Reconciliation {
  readonly account: RowOutcomeCounts
  readonly reasons: Readonly<Record<string, number>>
  /** Rows that were stored until now, by how they end. */
  readonly ended: Ended
  /** Places of rows of this file that a later one of it contradicts. */
  readonly contradicted: CountedRows
}

/**
 * Decides how every row of the file at hand ends and leaves two relations for the warehouse: `staging.accepted` (the rows
 * to keep, with `row_key`) and `staging.ended` (keys of rows held so far that are no longer true, with `ended_as`).
 *
 * @throws {@link Refusal} `CONTRADICTING_DELIVERIES` when files that arrived together say different things of one row
 */
export async function reconcileRows(
  connection: DuckDBConnection,
  contract: Contract,
  existing: ExistingRows,
  coverage: Coverage | null,
): Promise<Reconciliation> {
  const slots = {
    checked: checkedRows,
    read: readTable,
    held: existing.rows,
    later: listOfNumbers(existing.later.map(({ id }) => id)),
    replaces: replacedRows('held', contract, coverage),
    overtaken: replacedByAny('sound', contract, existing.later),
    settled: replacedByAny('held', contract, existing.later),
  }
  if (contract.delivery.key === 'content') await numberEqualRows(connection)
  await connection.run(renderSqlTemplate('ingest/account/outcomes.sql', slots))
  await defineAccepted(connection)
  await requireAgreement(connection, existing.peers)
  const ends = await selectRow<RowOutcomeCounts>(connection, renderSqlTemplate('ingest/account/count.sql', slots))
  const reasons = await selectRows<{ code: string; count: number }>(
    connection,
    renderSqlTemplate('ingest/account/reasons.sql', slots),
  )
  const contradicted = await contradictedRows(connection)
  return {
    account: ends,
    reasons: {
      ...Object.fromEntries(reasons.map(({ code, count }) => [code, count])),
      ...(contradicted.count > 0 ? { CONTRADICTING_ROWS: contradicted.count } : {}),
    },
    ended: await selectRow<Ended>(connection, renderSqlTemplate('ingest/account/ended.sql')),
    contradicted,
  }
}

/**
 * Rows without a key of their own are told apart by what they hold and by their occurrence: equal rows are different
 * decisions, yet the same file sent twice yields the same keys.
 *
 * @param carried - columns that tell rows apart beforehand, such as the file that they are from
 */
export async function numberEqualRows(connection: DuckDBConnection, carried: readonly string[] = []): Promise<void> {
  await connection.run(
    `update ${readTable} as read set row_key = md5(hex(content) || '#' || occurrence)::uuid
     from (
       select row_no, row_number() over (partition by ${['content', ...carried].join(', ')} order by row_no) as occurrence
       from ${checkedRows} where faults is null and layout is null
     ) as numbered where numbered.row_no = read.rowid + 1 and occurrence > 1`,
  )
}

/** Nearly always no row ends otherwise, and then ten million rows need not be asked for it. */
async function defineAccepted(connection: DuckDBConnection): Promise<void> {
  const { some } = await selectRow<{ some: boolean }>(connection, 'select exists (from staging.outcomes) as some')
  const others = some ? 'and row_no not in (select row_no from staging.outcomes)' : ''
  await connection.run(
    `create or replace view staging.accepted as select * from staging.sound where not withdraws ${others}`,
  )
}

/** Their first places under their reason, for {@link firstRows}. */
export function firstContradicted({
  contradicted: { first },
}: Reconciliation): Readonly<Record<string, readonly number[]>> {
  return first.length === 0 ? {} : { CONTRADICTING_ROWS: first }
}

/** Rows that a later one with their key takes the place of, saying something else. A withdrawal contradicts nothing. */
async function contradictedRows(connection: DuckDBConnection): Promise<CountedRows> {
  // Registers have columns of their own names, such as an outcome.
  const rows = '(select row_no, row_key, withdraws from staging.sound)'
  const relation = `staging.outcomes join ${rows} using (row_no) join staging.repeated using (row_key)`
  const when = `outcome = 'superseded' and row_no < last_row_no and not withdraws and not last_withdraws`
  return await countedRows(connection, { relation, place: 'row_no' }, when)
}

async function requireAgreement(connection: DuckDBConnection, peers: readonly Peer[]): Promise<void> {
  if (peers.length === 0) return
  const ids = listOfNumbers(peers.map(({ id }) => id))
  const sql = `select delivery, count(*) as count from staging.ended where delivery in ${ids} group by all order by delivery`
  const found = await selectRows<{ delivery: number; count: number }>(connection, sql)
  if (found.length === 0) return
  const others = found.map(
    ({ delivery, count }) =>
      `${printable(peers.find(({ id }) => id === delivery)?.file ?? '')} contradicts ${count === 1 ? '1 row' : `${count} rows`} of this file`,
  )
  const advice = `The files arrived together, and ${others.join('; ')}. Say in the manifests when each was sent ("sent_at"), or join them into one file.`
  throw new Refusal('CONTRADICTING_DELIVERIES', advice)
}

/** The condition on rows of a relation whose days one of some deliveries replaced as a whole. */
function replacedByAny(relation: string, contract: Contract, deliveries: readonly LaterDelivery[]): string {
  const conditions = deliveries.map(({ coverage }) => replacedRows(relation, contract, coverage))
  return `coalesce(${['false', ...new Set(conditions)].join(' or ')}, false)`
}

function listOfNumbers(numbers: readonly number[]): string {
  return `(${[-1, ...numbers].join(', ')})`
}
