import { type FoundDeliveries, findDeliveries } from '#ingest'
import type { Jurisdiction } from '#jurisdictions'
import { generationStore, isSampleHome, type RunReport } from '#warehouse'
import { clearManifest } from './clear-incoming.ts'
import { missingReport, partedMissing } from './finished-manifests.ts'
import { forSamplesOnly } from './for-samples-only.ts'

interface Place {
  readonly home: string
  readonly incoming: string
  readonly jurisdiction: Jurisdiction
  readonly dryRun?: boolean | undefined
}

/** What waits for a night, and what is missing there, as its report says. */
export interface WaitingDeliveries {
  readonly found: FoundDeliveries
  readonly missing: RunReport['missing']
}

/** Nothing waits, or nobody looks. */
export const nothingWaits: WaitingDeliveries = {
  found: { deliveries: [], refusals: [], refused: new Set(), skipped: [], missing: [] },
  missing: [],
}

/** What waits in the incoming folder. Manifests that remained after their files were taken in are no news: they go. */
export function waitingDeliveries({ home, incoming, jurisdiction, dryRun }: Place): WaitingDeliveries {
  const found = findDeliveries(incoming, jurisdiction)
  const { missing, finished } = partedMissing(found.missing, generationStore.current(home))
  if (!dryRun) for (const folder of finished) clearManifest(incoming, folder)
  return { found: isSampleHome(home) ? forSamplesOnly(found) : found, missing: missingReport(missing) }
}
