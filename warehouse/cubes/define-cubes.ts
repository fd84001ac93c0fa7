import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { type Cube, cubesOf } from '../catalog/cube.ts'
import { declarationsOf } from '../catalog/declarations.ts'
import { type Calendar, type MonthRange, monthOf } from '../facts/calendar.ts'
import { cubeSlots, type Days } from './cube-slots.ts'

/** What deliveries of each register cover. */
export type Coverages = Readonly<Record<RegisterName, Days>>

const always: Days = { from: '1900-01-01', to: '1900-01-01' }

/** The days that all registers of a cube cover, or `null` when no delivery said so. */
export function coverageOf({ registers }: Pick<Cube, 'registers'>, coverages: Coverages): Days | null {
  const known = registers.flatMap((register) => coverages[register] ?? [])
  if (known.length < registers.length) return null
  const from = known.map((days) => days.from).reduce((one, other) => (one > other ? one : other))
  const to = known.map((days) => days.to).reduce((one, other) => (one < other ? one : other))
  return { from, to }
}

/** The months, since year 0, that all registers of a cube cover; `undefined` when no delivery said so. */
export function monthsCovered(
  cube: Pick<Cube, 'registers'>,
  coverages: Coverages,
  calendar: Calendar,
): MonthRange | undefined {
  const days = coverageOf(cube, coverages)
  return days === null ? undefined : { first: monthOf(days.from, calendar), last: monthOf(days.to, calendar) }
}

/**
 * Defines the cubes of a jurisdiction over the facts, as views `facts.counted.<cube>`: one row per counted unit, or for
 * establishment figures one row per cell with its number `n`. They cost nothing until somebody asks.
 */
export async function defineCubes(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
  coverages: Coverages,
): Promise<void> {
  await connection.run('create schema if not exists facts.counted')
  const declarations = declarationsOf(jurisdiction)
  for (const cube of cubesOf(jurisdiction, declarations)) {
    const rows = declarations.statementOf(cube.name, slotsOf(cube, jurisdiction, coverages))
    await connection.run(`create or replace view facts.counted.${quoteIdentifier(cube.name)} as ${rows}`)
  }
}

/** What fills the slots of statements about a cube, as far as deliveries cover it. */
export function slotsOf(
  cube: Cube,
  jurisdiction: Jurisdiction,
  coverages: Coverages,
): Readonly<Record<string, string>> {
  return cubeSlots(cube, jurisdiction, coverageOf(cube, coverages) ?? always)
}
