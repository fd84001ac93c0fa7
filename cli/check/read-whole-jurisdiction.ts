import { type Fault, onRenamedKey } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '#warehouse'

/** How many files of each kind a jurisdiction has, and what is outdated in them. */
export interface WholeJurisdiction {
  readonly contracts: number
  readonly lists: number
  readonly crosswalks: number
  /** Keys under a former name, which the next version does not accept. */
  readonly notes: readonly Fault[]
}

/**
 * Reads everything of a jurisdiction and what is built on it.
 *
 * @throws {@link Refusal} `JURISDICTION_INVALID` with all faults
 */
export function readWholeJurisdiction(code: string): WholeJurisdiction {
  const notes: Fault[] = []
  const end = onRenamedKey((note) => notes.push(note))
  try {
    const jurisdiction = loadJurisdiction(code)
    buildCatalog(jurisdiction)
    const { contracts, lists, crosswalks } = jurisdiction
    return { contracts: contracts.size, lists: lists.size, crosswalks: crosswalks.size, notes }
  } finally {
    end()
  }
}
