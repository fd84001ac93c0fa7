import type { Jurisdiction, RegisterName, Text } from '#jurisdictions'
import { buildCatalog, wholeCatalog } from './catalog.ts'
import type { Measure } from './dataset.ts'
import { type Declarations, declarationsOf } from './declarations.ts'
import type { MissingColumn } from './presupposed.ts'

/** Whether a jurisdiction can count a measure, and what it would need. */
export interface MeasureAvailability {
  readonly dataset: string
  readonly measure: string
  readonly label: Text
  readonly isAvailable: boolean
  /** Registers that no contract delivers. */
  readonly registers: readonly RegisterName[]
  /** Columns that contracts of other registers lack. Where nothing is named, a list lacks the codes that are counted. */
  readonly columns: readonly MissingColumn[]
}

/**
 * All measures that the platform and a jurisdiction declare, in the order of their datasets.
 *
 * @throws {@link Refusal} `CATALOG_INVALID` with everything that is wrong in the files of the catalog
 */
export function measureAvailability(
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): readonly MeasureAvailability[] {
  const [whole, own] = [wholeCatalog(jurisdiction, declarations), buildCatalog(jurisdiction, declarations)]
  const registersOf = ({ cube, over }: Measure) =>
    [cube, over && whole.cubes.get(over.cube)].flatMap((one) => one?.registers ?? [])
  return [...whole.datasets.values()].flatMap((dataset) =>
    [...dataset.measures.values()].map((measure) => {
      const isAvailable = own.datasets.get(dataset.name)?.measures.has(measure.name) === true
      const absent = registersOf(measure).filter((register) => !jurisdiction.contracts.has(register))
      const unavailable = own.unavailable.find((one) => one.dataset === dataset.name && one.measure === measure.name)
      return {
        ...{ dataset: dataset.name, measure: measure.name, label: measure.label, isAvailable },
        registers: isAvailable ? [] : [...new Set(absent)],
        columns: isAvailable ? [] : (unavailable?.missing ?? []),
      }
    }),
  )
}
