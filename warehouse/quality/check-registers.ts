import type { DuckDBConnection } from '@duckdb/node-api'
import type { Jurisdiction, LimitBreach } from '#jurisdictions'
import { calendarOf } from '../facts/calendar.ts'
import type { RecordedDelivery } from '../generations/store/manifest.ts'
import { checkCensus } from './check-census.ts'
import { checkKeys } from './check-keys.ts'
import { checkSums } from './check-sums.ts'
import { checkVolumes } from './check-volumes.ts'

/** The registers of the generation with this number, which is being built. */
interface Registered {
  readonly connection: DuckDBConnection
  readonly deliveries: readonly RecordedDelivery[]
  readonly number: number
}

/** Which limits the registers pass that this run brought something new for. */
export async function checkRegisters(
  { connection, deliveries, number }: Registered,
  jurisdiction: Jurisdiction,
): Promise<readonly LimitBreach[]> {
  const passed: LimitBreach[] = []
  const delivered = new Set(deliveries.map(({ register }) => register))
  const present = [...jurisdiction.contracts.values()].filter(({ register }) => delivered.has(register))
  for (const contract of present) {
    const all = deliveries.filter(({ register }) => register === contract.register)
    const fresh = all.filter(({ generation }) => generation === number)
    if (fresh.length === 0) continue
    const firstNew = Math.min(...fresh.map(({ id }) => id))
    passed.push(...(await checkKeys(connection, present, contract, firstNew)))
    const covered = fresh.flatMap(({ coverage }) => coverage ?? [])
    passed.push(...(await checkCensus(connection, contract, covered, jurisdiction)))
    passed.push(...(await checkSums(connection, contract)))
    passed.push(...(await checkVolumes(connection, contract, { delivered: all, fresh }, calendarOf(jurisdiction))))
  }
  return passed
}
