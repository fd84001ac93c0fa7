import { readdirSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { canonicalJson, packagePath, readPackageText, selectRow, selectRows, sha256 } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { declarationsOf } from '../catalog/declarations.ts'
import type { RegisterState } from '../facts/registers.ts'
import { measureQuality } from '../quality/measure-quality.ts'
import { storedMeaning } from '../versions/stored-meaning.ts'
import type { GenerationManifest, RecordedDelivery } from './store/manifest.ts'

export interface Described {
  readonly number: number
  readonly jurisdiction: Jurisdiction
  readonly builtAt: Date
  /** Fingerprint of the secret of its pseudonyms. */
  readonly pseudonyms: string | undefined
  readonly deliveries: readonly RecordedDelivery[]
  readonly registers: Readonly<Record<string, RegisterState>>
}

/**
 * What figures are counted by beside the rows: the tables of the jurisdiction and the statements of this program. When either
 * changes, the next night counts everybody anew.
 */
export function tablesHashOf(jurisdiction: Jurisdiction): string {
  const { profile, lists, crosswalks } = jurisdiction
  const tables = {
    profile,
    lists: [...lists.values()],
    crosswalks: [...crosswalks.values()],
    delivered: columnsStoredWhenDelivered(jurisdiction),
    statements: [...statementsOfCounting(), ...declarationsOf(jurisdiction).ownTexts],
  }
  return sha256(canonicalJson(JSON.parse(JSON.stringify(tables))))
}

/** Nothing where there are none: homes that were counted before there could be any are not counted anew. */
function columnsStoredWhenDelivered({ registers }: Jurisdiction): readonly string[] | undefined {
  const names = [...registers.values()].flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([column, { stored }]) => (stored === undefined ? [] : [`${name}.${column}`])),
  )
  return names.length === 0 ? undefined : names
}

/** The statements of this program that count, and the declarations of cubes. */
export function statementsOfCounting(): readonly string[] {
  return ['counting', 'cubes'].flatMap((folder) =>
    readdirSync(packagePath('warehouse', folder))
      .filter((name) => name.endsWith('.sql') || name.endsWith('.yaml'))
      .sort()
      .map((name) => readPackageText('warehouse', folder, name)),
  )
}

/** Writes down what a generation holds. */
export async function describeGeneration(
  connection: DuckDBConnection,
  { number, jurisdiction, builtAt, pseudonyms, deliveries, registers }: Described,
): Promise<GenerationManifest> {
  const tablesHash = tablesHashOf(jurisdiction)
  const contentHash = sha256(canonicalJson({ registers, tablesHash, meaning: storedMeaning }))
  const { version } = await selectRow<{ version: string }>(connection, 'select version() as version')
  const figures = jurisdiction.contracts.has('sentences') ? await figuresOf(connection) : []
  return {
    id: `${String(number).padStart(6, '0')}-${contentHash.slice(0, 8)}`,
    number,
    jurisdiction: jurisdiction.profile.code,
    meaning: storedMeaning,
    pseudonyms,
    duckdb: version,
    builtAt: builtAt.toISOString(),
    contentHash,
    tablesHash,
    persons: figures.reduce((sum, { persons }) => sum + persons, 0),
    registers,
    figures: [...figures],
    quality: [...(await measureQuality(connection, jurisdiction))],
    coverages: coveragesOf(deliveries),
    synthetic: deliveries.some(({ synthetic }) => synthetic),
    deliveries: [...deliveries],
  }
}

async function figuresOf(connection: DuckDBConnection): Promise<GenerationManifest['figures']> {
  return await selectRows(
    connection,
    `select year, sanction_class::varchar as sanction_class, count(*) as persons from facts.persons group by all order by all`,
  )
}

/** First and last day that the deliveries of each register cover. */
export function coveragesOf(deliveries: readonly RecordedDelivery[]): GenerationManifest['coverages'] {
  const coverages: GenerationManifest['coverages'] = {}
  for (const { register, coverage } of deliveries) {
    if (coverage === null) continue
    const { from, to } = coverages[register] ?? coverage
    coverages[register] = {
      from: coverage.from < from ? coverage.from : from,
      to: coverage.to > to ? coverage.to : to,
    }
  }
  return coverages
}
