import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, readStatement, selectRow, selectRows } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Account } from '../delivery.ts'
import { checkedTable } from '../validate/check-rows.ts'

export interface Accounted {
  readonly account: Account
  readonly reasons: Readonly<Record<string, number>>
}

/**
 * Decides how every row of the file at hand ends and leaves two tables for the warehouse: `staging.accepted` (the rows
 * to keep, with `row_key`) and `staging.replaced` (keys of rows held already that a changed row takes the place of).
 *
 * @param held - a relation with `row_key` and `content` of the rows that the house holds
 */
export async function account(
  connection: DuckDBConnection,
  contract: Contract,
  held: string,
  { read, malformed }: { readonly read: number; readonly malformed: number },
): Promise<Accounted> {
  const slots = { checked: checkedTable, held, row_key: rowKey(contract) }
  await connection.run(readStatement('ingest/account/outcomes.sql', slots))
  const ends = await selectRow<Omit<Account, 'read' | 'withdrawn'>>(
    connection,
    readStatement('ingest/account/count.sql', slots),
  )
  const reasons = await selectRows<{ code: string; count: number }>(
    connection,
    readStatement('ingest/account/reasons.sql', slots),
  )
  const malformedReason = malformed === 0 ? {} : { MALFORMED_LINE: malformed }
  return {
    account: { read, ...ends, withdrawn: 0, quarantined: ends.quarantined + malformed },
    reasons: { ...Object.fromEntries(reasons.map(({ code, count }) => [code, count])), ...malformedReason },
  }
}

/**
 * Rows without a key of their own are told apart by what they hold and by their occurrence: equal rows are different
 * decisions, yet the same file sent twice yields the same keys.
 */
function rowKey({ delivery }: Contract): string {
  if (delivery.key === 'content') {
    const occurrence = 'row_number() over (partition by content order by rowid)'
    return `if(${occurrence} = 1, content, md5(content::varchar || '#' || ${occurrence})::uuid)`
  }
  return `md5(concat_ws('|', ${delivery.key.map(quoteIdentifier).join(', ')}))::uuid`
}
