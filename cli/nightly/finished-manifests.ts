import type { MissingFiles } from '#ingest'
import type { GenerationManifest, RunReport } from '#warehouse'

type Recorded = Pick<GenerationManifest['deliveries'][number], 'sha256' | 'coverage' | 'sentAt'>

/** What is missing, apart from what was taken in before: a manifest that remained after its files is no delivery. */
export interface PartedMissing {
  readonly missing: readonly MissingFiles[]
  /** Folders of manifests all of whose files are in the facts. */
  readonly finished: readonly string[]
}

/** Parts what is missing from what earlier nights took in: files with the hash, the period and the time that the manifest says. */
export function partedMissing(
  found: readonly MissingFiles[],
  generation: { readonly deliveries: readonly Recorded[] } | undefined,
): PartedMissing {
  const known = new Set(generation?.deliveries.map(({ sha256, coverage, sentAt }) => keyOf(sha256, coverage, sentAt)))
  const left = found.map((one) => ({
    ...one,
    files: one.files.filter(({ sha256 }) => !known.has(keyOf(sha256, one.period, one.sentAt))),
  }))
  const isFinished = ({ files }: MissingFiles, at: number) => files.length === 0 && (found[at]?.files.length ?? 0) > 0
  const finished = left.filter((one, at) => isFinished(one, at) && one.code === 'MANIFEST_ALONE')
  return {
    missing: left.filter((one, at) => !isFinished(one, at)),
    finished: finished.map(({ folder }) => folder),
  }
}

function keyOf(sha256: string, period: MissingFiles['period'], sentAt: string | null): string {
  return [sha256, period?.from, period?.to, sentAt === null ? '' : Date.parse(sentAt)].join()
}

/** What is missing, as reports tell it. */
export function missingReport(missing: readonly MissingFiles[]): RunReport['missing'] {
  return missing.map(({ sentAt: _, files, ...about }) => ({ ...about, files: files.map(({ name }) => name) }))
}
