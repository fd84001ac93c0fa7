import { Engine, type EngineOptions, quoteLiteral, selectRows } from '#foundation'
import { historyTable, storedTablesOf } from '../facts/register-tables.ts'
import { requireCurrentMeaning } from '../versions/stored-meaning.ts'
import type { GenerationManifest } from './store/manifest.ts'
import { factsFile } from './store/store.ts'

/** So many rows of one delivery that are true, or that ended in one way. */
export interface DeliveryRows {
  /** The number of the delivery in its generation, from 1. */
  readonly delivery: number
  /** The number of the delivery that ended them; `null` for rows that are true. */
  readonly endedBy: number | null
  /**
   * - `superseded`: by a row with their key;
   * - `replaced`: they are no longer among the rows of the period that a delivery replaces;
   * - `withdrawn`: by name;
   * - `late`: they came after rows that were sent later;
   * - `null` for rows that are true.
   */
  readonly endedAs: 'superseded' | 'replaced' | 'withdrawn' | 'late' | null
  readonly rows: number
}

/**
 * Counts the rows of all deliveries of a generation, those that are true and those that ended.
 *
 * @throws {@link Refusal} `UPGRADE_NEEDED`; errors of the engine pass
 */
export async function rowsOfDeliveries(
  home: string,
  generation: GenerationManifest,
  options: EngineOptions,
): Promise<readonly DeliveryRows[]> {
  requireCurrentMeaning(generation)
  const registers = Object.keys(generation.registers)
  if (registers.length === 0) return []
  const engine = await Engine.open(options)
  try {
    return await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(factsFile(home, generation.id))} as facts (read_only)`)
      const tableOf = await storedTablesOf(connection)
      return await selectRows<DeliveryRows>(
        connection,
        `${registers.map((register) => countedRows(tableOf(register), historyTable(register))).join(' union all ')} order by delivery, "endedBy", "endedAs"`,
      )
    })
  } finally {
    engine.close()
  }
}

function countedRows(table: string, history: string): string {
  return `select delivery, null::integer as "endedBy", null::varchar as "endedAs", count(*)::double as rows
    from ${table} group by delivery
    union all
    select delivery, ended_by, ended_as, count(*)::double from ${history} group by delivery, ended_by, ended_as`
}
