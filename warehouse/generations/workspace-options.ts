import type { Jurisdiction } from '#jurisdictions'
import type { RecordedDelivery } from './store/manifest.ts'

/** What a generation is built of, and where. */
export interface WorkspaceOptions {
  readonly home: string
  /** An empty folder of this run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  /** Fingerprint of the secret of the pseudonyms. */
  readonly pseudonyms?: string
  /** What it begins with; by default with a copy of the last generation. */
  readonly beginsWith?: Beginning
  /** The number of a generation that is no longer there: the next one has a higher number. */
  readonly numberAfter?: number
  readonly threads?: number
  readonly memoryLimit?: string
}

/**
 * - `copy`: all that the last generation holds;
 * - `rows`: the last generation, whose rows `GenerationBuilder.carry` brings into tables of this version;
 * - `nothing`: as if no delivery had come.
 */
export type Beginning = 'copy' | 'rows' | 'nothing'

/** What ingest says of a delivery whose rows are to be kept. */
export type NewDelivery = Omit<RecordedDelivery, 'id' | 'generation'>
