import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { hasSampleSecrets, Refusal, readState, writeDurably } from '#foundation'

const homeSchema = z.object({
  jurisdiction: z.string(),
  /** Whether it was begun with the secrets of synthetic data. */
  sample: z.boolean().default(false),
})

/** The jurisdiction of a home, or `undefined` for a new one: a home that this user may not read is not a new one. */
export function homeJurisdiction(home: string): string | undefined {
  const path = join(home, 'home.json')
  return isMissing(path) ? undefined : readState(path, homeSchema).jurisdiction
}

function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}

/**
 * The jurisdiction to work for: the one that the home holds, or on the first run the one that was asked for.
 *
 * @throws {@link Refusal} `NOT_A_HOME` for a folder that holds other things, `RESTORE_UNFINISHED`, `JURISDICTION_NEEDED`, or `OTHER_JURISDICTION`: one home holds one jurisdiction
 */
export function requireJurisdiction(home: string, named: string | undefined): string {
  const [current, asked] = [homeJurisdiction(home), named].map((code) => code && fromAnywhere(code))
  if (current === undefined) requireNothingForeign(home)
  if (current !== undefined && asked !== undefined && asked !== current) {
    throw new Refusal(
      'OTHER_JURISDICTION',
      `This home is of the jurisdiction "${current}". Use another TARAZA_HOME for "${asked}".`,
      { file: home },
    )
  }
  const jurisdiction = current ?? asked
  if (jurisdiction === undefined) {
    const advice =
      'There is no home here. If there was one, its disk is not mounted, or TARAZA_HOME names another folder. A new one begins with "taraza init --jurisdiction kg" or "taraza nightly --jurisdiction kg".'
    throw new Refusal('JURISDICTION_NEEDED', advice, { file: home })
  }
  return jurisdiction
}

/** The path of a folder holds from whatever folder the program is started in. */
function fromAnywhere(jurisdiction: string): string {
  return jurisdiction.includes('/') ? resolve(jurisdiction) : jurisdiction
}

/** What may lie in a new home before its first run: what an operator or a stopped run left. Hidden files are nobody's business. */
const ownNames =
  'incoming secrets access audit signing signing-keys.json pack work sample unfinished refused reports running outbox writer.lock lost+found'.split(
    ' ',
  )

/** The file in which a restore lists what it puts into a home; it is there while the restore is at work. */
export const restoringFile = 'restoring.json'

/** A home is shut to others and written to: not a folder that somebody keeps letters in. */
function requireNothingForeign(home: string): void {
  const stats = statSync(home, { throwIfNoEntry: false })
  if (stats === undefined) return
  requireNoHalfRestore(home)
  const advice =
    'This is not a home of the program: it contains other things. Name a new or an empty folder as TARAZA_HOME.'
  if (!stats.isDirectory()) throw new Refusal('NOT_A_HOME', advice, { file: home })
  const isForeign = (name: string) => !name.startsWith('.') && !ownNames.includes(name)
  if (readdirSync(home).some(isForeign)) throw new Refusal('NOT_A_HOME', advice, { file: home })
}

/** @throws {@link Refusal} `RESTORE_UNFINISHED` */
export function requireNoHalfRestore(home: string): void {
  if (!existsSync(join(home, restoringFile))) return
  const advice =
    'A restore into this folder was stopped, or is still at work. If it was stopped, run "taraza restore" again with the same backup.'
  throw new Refusal('RESTORE_UNFINISHED', advice, { file: home })
}

/** Makes the folders of a home and writes down its jurisdiction. */
export function prepareHome(home: string, jurisdiction: string, { sample = false } = {}): void {
  mkdirSync(join(home, 'incoming'), { recursive: true, mode: 0o700 })
  if (homeJurisdiction(home) !== undefined) return
  writeDurably(join(home, 'home.json'), `${JSON.stringify({ jurisdiction, ...(sample ? { sample } : {}) })}\n`)
}

/** Whether a home is for synthetic data alone: it says so, or its secrets are the published ones. */
export function isSampleHome(home: string): boolean {
  const path = join(home, 'home.json')
  return (existsSync(path) && readState(path, homeSchema).sample) || hasSampleSecrets(home)
}

/** Where a sample home keeps the release that came with the program, until it has made one of its own. */
export function sampleFolder(home: string): string {
  return join(home, 'sample')
}

/** Whether a home has figures that readers may see. */
export function isPublished(home: string): boolean {
  return existsSync(join(publicHome(home), 'RELEASE.json'))
}

/** The home that public figures are read from. Only a sample home ever shows the sample. */
export function publicHome(home: string): string {
  if (existsSync(join(home, 'RELEASE.json')) || !isSampleHome(home)) return home
  return sampleFolder(home)
}
