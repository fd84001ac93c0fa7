import { z } from 'zod'
import { nearest, packagePath, Refusal, readYaml } from '#foundation'
import type { Jurisdiction, LawChange, Text } from '#jurisdictions'
import { type Cube, cubesOf } from './cube.ts'
import { type Dataset, datasetsOf, type UnavailableMeasure, unavailableMeasures } from './dataset.ts'
import { type Indicator, indicatorsFor } from './indicators.ts'
import type { Grain } from './periods.ts'
import { phrases } from './phrases.ts'

export const noteNames = [
  'unprotected',
  'tells_of_groups',
  'rounded',
  'perturbed',
  'establishment',
  'synthetic',
  'provisional',
  'gap',
  'coarser',
  'not_shown',
  'partly_known',
  'unreliable',
  'interval',
  'incomplete',
  'break',
  'absent',
] as const
export type NoteName = (typeof noteNames)[number]

const notesSchema = z.record(z.enum(noteNames), phrases)

/** Everything that can be asked of a jurisdiction, and what it means. Identifiers in statements come from here only. */
export interface Catalog {
  readonly jurisdiction: {
    readonly code: string
    readonly name: Text
    readonly baseYear: number
    readonly headlineYear: number | undefined
    readonly caveat: Text | undefined
  }
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Measures that cannot be counted, for a contract lacks what they presuppose. */
  readonly unavailable: readonly UnavailableMeasure[]
  readonly cubes: ReadonlyMap<string, Cube>
  readonly indicators: readonly Indicator[]
  readonly finestGrain: Grain
  readonly lawChanges: readonly LawChange[]
  readonly notes: Readonly<Record<NoteName, Text>>
}

/** Builds the catalog of a jurisdiction. Periods finer than its dates allow are not in it. */
export function buildCatalog(jurisdiction: Jurisdiction): Catalog {
  const { profile, lawChanges } = jurisdiction
  const cubes = cubesOf(jurisdiction)
  const datasets = new Map(datasetsOf(cubes, jurisdiction).map((dataset) => [dataset.name, dataset]))
  return {
    jurisdiction: {
      code: profile.code,
      name: profile.name,
      baseYear: profile.base_year,
      headlineYear: profile.headline_year,
      caveat: profile.caveat,
    },
    datasets,
    unavailable: unavailableMeasures(jurisdiction),
    cubes: new Map(cubes.map((cube) => [cube.name, cube])),
    indicators: indicatorsFor(datasets),
    finestGrain: profile.finest_period,
    lawChanges,
    notes: readYaml(packagePath('warehouse', 'catalog', 'notes.yaml'), notesSchema, 'CATALOG_INVALID'),
  }
}

/** @throws {@link Refusal} `MEASURE_NOT_AVAILABLE` when a contract lacks what the measure presupposes */
export function requireAvailable(dataset: string, measure: string | undefined, { unavailable }: Catalog): void {
  const found = unavailable.find((one) => one.dataset === dataset && (measure === undefined || one.measure === measure))
  if (found === undefined) return
  const columns = found.missing.map(({ register, column }) => `${register}.${column}`)
  const message = `"${found.dataset}.${found.measure}" is not available: no contract delivers ${columns.join(', ')}.`
  throw new Refusal('MEASURE_NOT_AVAILABLE', message, { parameter: measure === undefined ? 'dataset' : 'measure' })
}

/** @throws {@link Refusal} `UNKNOWN_DATASET`, or `MEASURE_NOT_AVAILABLE` when none of its measures is */
export function datasetNamed(name: string, catalog: Catalog): Dataset {
  const { datasets } = catalog
  const dataset = datasets.get(name)
  if (dataset !== undefined) return dataset
  requireAvailable(name, undefined, catalog)
  const allowed = [...datasets.keys()]
  const message = `There is no dataset "${name.slice(0, 60)}".${nearest(name, allowed)} There are: ${allowed.join(', ')}.`
  throw new Refusal('UNKNOWN_DATASET', message, { parameter: 'dataset', allowed })
}
