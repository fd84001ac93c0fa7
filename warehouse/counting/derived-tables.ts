import type { DuckDBConnection } from '@duckdb/node-api'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { countPersons } from './count-persons.ts'
import { defineOrders } from './define-orders.ts'
import { defineStays } from './define-stays.ts'
import { makeLedger } from './make-ledger.ts'
import { matchHandoff } from './match-handoff.ts'
import type { Scope } from './scope.ts'

/** What is counted of registers before cubes are defined over it. */
interface DerivedTable {
  /** All of them are needed. */
  readonly registers: readonly RegisterName[]
  /** Whether it holds rows by person, which are counted again when something new came of this person. */
  readonly byPerson: boolean
  readonly make: (connection: DuckDBConnection, jurisdiction: Jurisdiction, scope: Scope) => Promise<void>
}

/** In the order in which they are made: some read what earlier ones made. */
const derivedTables: readonly DerivedTable[] = [
  { registers: ['sentences'], byPerson: true, make: countPersons },
  { registers: ['sentences', 'supervision'], byPerson: true, make: matchHandoff },
  { registers: ['custody'], byPerson: false, make: defineStays },
  { registers: ['supervision'], byPerson: false, make: defineOrders },
  { registers: ['custody', 'supervision'], byPerson: false, make: makeLedger },
]

/** Brings everything up to date that is counted of the registers of a jurisdiction, for the persons in scope. */
export async function makeDerivedTables(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
  scope: Scope,
): Promise<void> {
  for (const { registers, make } of derivedTables)
    if (registers.every((register) => jurisdiction.contracts.has(register))) await make(connection, jurisdiction, scope)
}

/** Whether rows of a register change what was counted of their persons. */
export function isCountedByPerson(register: RegisterName): boolean {
  return derivedTables.some(({ registers, byPerson }) => byPerson && registers.includes(register))
}
