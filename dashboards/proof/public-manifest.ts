import { packageVersion } from '#foundation'
import type { Language } from '#jurisdictions'
import type { ReleaseManifest } from '#warehouse'
import type { FigureClaim, Manifest } from './manifest.ts'

/** The manifest of a file with figures of a release. */
export function publicManifest(
  file: Pick<Manifest, 'kind' | 'name'>,
  release: ReleaseManifest,
  language: Language,
  figures: readonly FigureClaim[],
): Manifest {
  const { id, jurisdiction, publishedAt, contentHash, synthetic, disclosureVersion } = release
  return {
    taraza: 1,
    ...file,
    language,
    jurisdiction,
    level: 'public',
    release: id,
    publishedAt,
    contentHash,
    software: packageVersion,
    protection: `small-count rounding with decoys, version ${disclosureVersion}`,
    synthetic,
    figures: [...figures],
  }
}
