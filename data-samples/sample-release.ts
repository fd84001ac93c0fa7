import { existsSync, readFileSync, rmSync } from 'node:fs'
import { packagePath, packFiles, Refusal, unpackFiles } from '#foundation'

/** Where the sample release of a jurisdiction is shipped: `npm run sample` makes it. */
export function sampleReleasePath(jurisdiction: string): string {
  return packagePath('data-samples', jurisdiction, 'release.br')
}

/**
 * Lays the sample release of a jurisdiction into a folder, as a home that can be read and not continued: protected figures
 * without the counts that they were made from.
 *
 * @throws {@link Refusal} `NO_SAMPLES` when the jurisdiction has none
 */
export function unpackSampleRelease(jurisdiction: string, folder: string): void {
  const path = sampleReleasePath(jurisdiction)
  if (!existsSync(path)) throw new Refusal('NO_SAMPLES', `No sample release of "${jurisdiction}" is shipped.`)
  rmSync(folder, { recursive: true, force: true })
  unpackFiles(readFileSync(path), folder)
}

/** Packs what is public of a release, with the pointer to it. */
export function packSampleRelease(folder: string, names: readonly string[]): Buffer {
  return packFiles(
    folder,
    names.filter((name) => !name.includes('/restricted/')),
  )
}
