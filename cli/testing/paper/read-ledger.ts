import { join } from 'node:path'
import { Engine, selectRows } from '#foundation'
import { generationStore } from '#warehouse'
import type { Line } from './tables.ts'

/** The stock–flow ledger of a home, as lines of `answers/ledger.csv`. */
export async function ledgerOf(home: string): Promise<readonly Line[]> {
  const path = join(home, 'generations', generationStore.current(home)?.id ?? '', 'facts.duckdb')
  const engine = await Engine.open({ path, readOnly: true })
  try {
    return await engine.withConnection((connection) => selectRows<Line>(connection, sql))
  } finally {
    engine.close()
  }
}

const sql = `
  select register, region, concat(quarter // 4, '-Q', quarter % 4 + 1) as quarter,
         columns(['opening', 'entries', 'exits', 'closing', 'residual'])::varchar
  from facts.ledger
  order by register, region::varchar, facts.ledger.quarter`
