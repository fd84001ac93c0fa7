import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRows } from '#foundation'
import { type Contract, isCounted, type LimitBreach, recordsColumn } from '#jurisdictions'
import { registerTable } from '../facts/register-tables.ts'

/** Fewer codes can have such numbers by chance. */
const minCodes = 3

/**
 * Whether a code of a table of counts is the sum of all others, such as "All courts": then everybody would be counted twice.
 */
export async function checkSums(connection: DuckDBConnection, contract: Contract): Promise<readonly LimitBreach[]> {
  if (!isCounted(contract.canonical)) return []
  const table = registerTable(contract.canonical)
  const breaches: LimitBreach[] = []
  for (const [name, { type }] of Object.entries(contract.columns)) {
    if (type !== 'code' && type !== 'mapped_code') continue
    const column = quoteIdentifier(name)
    const sums = await selectRows<{ code: string | null; people: number }>(
      connection,
      `select ${column}::varchar as code, sum(${recordsColumn})::double as people from ${table} group by all having people > 0`,
    )
    const all = sums.reduce((total, { people }) => total + people, 0)
    const found = sums.length > minCodes && sums.find(({ people }) => people * 2 === all)
    if (!found) continue
    const at = { unit: 'count', found: found.people, least: null, greatest: 0, subject: name } as const
    breaches.push({ code: 'SUM_AMONG_ROWS', outcome: 'block', register: contract.register, ...at })
  }
  return breaches
}
