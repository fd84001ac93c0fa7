import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '#warehouse'

/** How many files of each kind a jurisdiction has. */
export interface FileCounts {
  readonly contracts: number
  readonly lists: number
  readonly crosswalks: number
}

/**
 * Reads everything of a jurisdiction and what is built on it.
 *
 * @throws {@link Refusal} `JURISDICTION_INVALID` with all faults
 */
export function readWholeJurisdiction(code: string): FileCounts {
  const jurisdiction = loadJurisdiction(code)
  buildCatalog(jurisdiction)
  const { contracts, lists, crosswalks } = jurisdiction
  return { contracts: contracts.size, lists: lists.size, crosswalks: crosswalks.size }
}
