import { nearest, Refusal, requireNoFaults } from '#foundation'
import type { Jurisdiction, LawChange, Text } from '#jurisdictions'
import { catalogFaults } from './check-catalog.ts'
import { type Cube, cubesOf, everyCube } from './cube.ts'
import { type Dataset, datasetsOf, everyDataset, type UnavailableMeasure, unavailableMeasures } from './dataset.ts'
import { type Declarations, declarationsOf } from './declarations.ts'
import { type Indicator, indicatorsFor } from './indicator.ts'
import type { NoteName } from './note.ts'
import type { Grain } from './periods.ts'
import { yearEndOf } from './year-end.ts'

/** Everything that can be asked of a jurisdiction, and what it means. Identifiers in statements come from here only. */
export interface Catalog {
  readonly jurisdiction: {
    readonly code: string
    /** Where its files lie. */
    readonly folder: string
    readonly name: Text
    readonly baseYear: number
    readonly yearStarts: number
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

/**
 * Builds the catalog of a jurisdiction. Periods finer than its dates allow are not in it.
 *
 * @throws {@link Refusal} `CATALOG_INVALID` with everything that is wrong in the files of the catalog
 */
export function buildCatalog(
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): Catalog {
  requireNoFaults(catalogFaults(jurisdiction, declarations))
  const cubes = cubesOf(jurisdiction, declarations)
  const unavailable = unavailableMeasures(jurisdiction, declarations)
  return catalogOf(jurisdiction, declarations, {
    cubes,
    datasets: datasetsOf(cubes, jurisdiction, declarations),
    unavailable,
  })
}

/**
 * What could be asked if a jurisdiction delivered all registers: what configuration for all jurisdictions may name. Datasets
 * that cannot be read are not in it; the files of dimensions and cubes have to be sound.
 */
export function wholeCatalog(
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): Catalog {
  const cubes = everyCube(jurisdiction, declarations)
  return catalogOf(jurisdiction, declarations, {
    cubes,
    datasets: everyDataset(cubes, jurisdiction, declarations),
    unavailable: [],
  })
}

interface Offered {
  readonly cubes: readonly Cube[]
  readonly datasets: readonly Dataset[]
  readonly unavailable: readonly UnavailableMeasure[]
}

function catalogOf(
  { folder, profile, lawChanges }: Jurisdiction,
  declarations: Declarations,
  { cubes, datasets: all, unavailable }: Offered,
): Catalog {
  const yearEnd = yearEndOf(declarations.yearEnds.value, profile.year_starts)
  const datasets = new Map(all.map((dataset) => [dataset.name, dataset]))
  return {
    jurisdiction: {
      code: profile.code,
      folder,
      name: profile.name,
      baseYear: profile.base_year,
      yearStarts: profile.year_starts,
      headlineYear: profile.headline_year,
      caveat: profile.caveat,
    },
    datasets,
    unavailable,
    cubes: new Map(cubes.map((cube) => [cube.name, cube])),
    indicators: indicatorsFor(declarations.indicators.value, datasets, yearEnd),
    finestGrain: profile.finest_period,
    lawChanges,
    notes: declarations.notes.value,
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
