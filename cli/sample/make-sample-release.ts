import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packSampleRelease } from '#data-samples'
import { filesIn, writeSampleSecrets } from '#foundation'
import { prepareHome, type ReleaseManifest, releaseStore } from '#warehouse'
import { sampleJurisdiction } from './begin-sample.ts'
import { prepareSample } from './prepare-sample.ts'

/** When the sample is said to have been published: the day by which its release was due. */
const published = new Date('2026-11-14T06:00:00Z')

export interface SampleRelease {
  readonly manifest: ReleaseManifest
  /** What is shipped. */
  readonly packed: Buffer
}

/**
 * Makes the release that is shipped as the sample, from nothing: extracts, nights, release with all promises. Equal programs
 * make equal figures.
 *
 * @param home - an empty folder
 */
export async function makeSampleRelease(
  home: string,
  progress: (message: string, done: number) => void,
): Promise<SampleRelease> {
  writeSampleSecrets(home)
  prepareHome(home, sampleJurisdiction, { sample: true })
  await prepareSample({ home, now: published, progress })
  const release = releaseStore.current(home)
  if (release === undefined) throw new Error('no release was made')
  const manifest = { ...release, id: `${release.through}.0`, number: 0 }
  return { manifest, packed: packed(releaseStore.folder(home, release.id), manifest) }
}

/** As a home of its own with number 0, so that it is never taken for the release that an installation makes itself. */
function packed(release: string, manifest: ReleaseManifest): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'taraza-sample-'))
  try {
    const copy = join(folder, 'releases', manifest.id)
    cpSync(release, copy, { recursive: true })
    writeFileSync(join(copy, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    writeFileSync(join(folder, 'RELEASE.json'), `${JSON.stringify({ release: manifest.id })}\n`)
    return packSampleRelease(folder, filesIn(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
