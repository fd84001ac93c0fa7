import { accessSync, constants, readdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { printable, systemErrorCode } from '#foundation'
import { findMissing } from '#ingest'
import type { Jurisdiction } from '#jurisdictions'
import { generationStore } from '#warehouse'
import { type Configuration, incomingFolder } from '../configuration.ts'
import { partedMissing } from '../nightly/finished-manifests.ts'
import type { DoctorFinding } from './finding.ts'

type Found = Omit<DoctorFinding, 'what'>

/** Whether the nightly run can read the folder of incoming extracts and clear it, as the user that asks. */
export function incomingFinding(configuration: Configuration): Found {
  const folder = incomingFolder(configuration)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    const waiting = readdirSync(folder).length
    if (hasShut(folder)) return { level: 'error', says: shutText(folder) }
    return { level: 'ok', says: `${folder}, ${waiting === 0 ? 'empty' : `waiting: ${waiting}`}` }
  } catch (error) {
    return { level: 'error', says: `${folder} ${wrong(systemErrorCode(error))}` }
  }
}

/** Whether this user could not read and remove something below. Its name is not shown: it may be that of a person. */
function hasShut(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name)
    if (entry.isFile()) return !isAllowed(path, constants.R_OK)
    return entry.isDirectory() && (!isAllowed(path, constants.R_OK | constants.W_OK | constants.X_OK) || hasShut(path))
  })
}

function isAllowed(path: string, needed: number): boolean {
  try {
    accessSync(path, needed)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT'
  }
}

function shutText(folder: string): string {
  const { username } = userInfo()
  return `the user ${username} cannot read and remove all that waits, as the nightly run has to. Run as root: chown -R ${username} ${folder}`
}

function wrong(code: string | undefined): string {
  return code === 'ENOENT'
    ? 'does not exist: make it, or let "taraza init" make it'
    : `cannot be read and emptied by this user (${code}), as the nightly run has to: "taraza init" says what to change`
}

const maxNamed = 5

/** Files that were announced or begun and are not there. An empty folder alone needs nobody at once. */
export function missingFinding(configuration: Configuration, jurisdiction: Jurisdiction): Found {
  const generation = generationStore.current(configuration.TARAZA_HOME)
  const { missing } = partedMissing(findMissing(incomingFolder(configuration), jurisdiction), generation)
  if (missing.length === 0) return { level: 'ok', says: 'none' }
  const named = missing.slice(0, maxNamed).map(({ folder, code }) => `${printable(folder)} (${code})`)
  const others = missing.length > maxNamed ? ` and ${missing.length - maxNamed} others` : ''
  const isUrgent = missing.some(({ code }) => code !== 'EMPTY_FOLDER')
  const says = `${named.join(', ')}${others}: ask the sender for the whole delivery`
  return { level: isUrgent ? 'error' : 'note', says }
}
