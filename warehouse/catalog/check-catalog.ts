import { type Fault, faultsIn } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { checkBesideCubes, checkCubes } from './check-cubes.ts'
import { checkDatasets } from './check-datasets.ts'
import { checkDimensions } from './check-dimensions.ts'
import { checkIndicators } from './check-indicators.ts'
import { checkJurisdiction } from './check-jurisdiction.ts'
import { everyCube } from './cube.ts'
import type { Declarations } from './declarations.ts'

/**
 * Everything that is wrong in the files of the catalog, and where a jurisdiction names what is in them: each name, code and column
 * is looked up. It does not matter which registers the jurisdiction delivers; a code may be of its own lists or of a common list.
 */
export function catalogFaults(jurisdiction: Jurisdiction, declarations: Declarations): readonly Fault[] {
  const faults: Fault[] = []
  const dimensions = attempt(() => declarations.dimensions, faults)
  const cubes = attempt(() => declarations.cubes, faults)
  const beside = attempt(() => declarations.besideCubes, faults)
  const { files: datasets, faults: unread } = declarations.readDatasets()
  faults.push(...unread)
  const indicators = attempt(() => declarations.indicators, faults)
  attempt(() => declarations.notes, faults)
  attempt(() => declarations.yearEnds, faults)
  if (dimensions !== undefined) checkDimensions(dimensions, jurisdiction, faults)
  if (faults.length > 0 || dimensions === undefined || cubes === undefined) return faults
  checkCubes(cubes, { declarations, jurisdiction }, faults)
  // What names cubes or dimensions cannot be judged before these are sound.
  if (faults.length > 0) return faults
  const every = new Map(everyCube(jurisdiction, declarations).map((cube) => [cube.name, cube]))
  if (beside !== undefined) checkBesideCubes(beside, every, faults)
  checkDatasets(datasets, { cubes: every, jurisdiction }, faults)
  if (indicators !== undefined) checkIndicators(indicators, datasets, every, faults)
  checkJurisdiction(jurisdiction, every, faults)
  return faults
}

function attempt<T>(read: () => T, faults: Fault[]): T | undefined {
  try {
    return read()
  } catch (error) {
    faults.push(...faultsIn(error))
    return undefined
  }
}
