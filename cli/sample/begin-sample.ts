import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { unpackSampleRelease } from '#data-samples'
import { writeSampleSecrets } from '#foundation'
import { isSampleHome, prepareHome, sampleFolder } from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'

/** Whose synthetic data a new home begins with. */
export const sampleJurisdiction = 'kg'

/**
 * Begins a home with the sample, where it is new: it shows the release that came with the program, is marked as one for
 * synthetic data alone, and has the published secrets of such homes.
 *
 * @returns whether the home still has to make figures of its own
 * @throws {@link Refusal} `DISK_FULL`, `HOME_NOT_WRITABLE`
 */
export function beginSample(home: string): boolean {
  if (isFile(home) || existsSync(join(home, 'RELEASE.json')) || !(isNew(home) || isSampleHome(home))) return false
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    writeSampleSecrets(home)
    prepareHome(home, sampleJurisdiction, { sample: true })
    layOut(home)
    return true
  } catch (error) {
    throw asDiskRefusal(error, home)
  }
}

function isFile(home: string): boolean {
  return statSync(home, { throwIfNoEntry: false })?.isFile() ?? false
}

function isNew(home: string): boolean {
  if (!existsSync(home)) return true
  const names = readdirSync(home)
  return names.every((name) => name === 'incoming') && names.every((name) => readdirSync(join(home, name)).length === 0)
}

/** The pointer comes last: a start that is stopped in between begins again. */
function layOut(home: string): void {
  const folder = sampleFolder(home)
  if (existsSync(join(folder, 'RELEASE.json'))) return
  const draft = join(folder, 'release.new')
  unpackSampleRelease(sampleJurisdiction, draft)
  rmSync(join(folder, 'releases'), { recursive: true, force: true })
  for (const name of ['releases', 'RELEASE.json']) renameSync(join(draft, name), join(folder, name))
  rmSync(draft, { recursive: true })
}
