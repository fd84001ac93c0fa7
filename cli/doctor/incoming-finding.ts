import { accessSync, constants, readdirSync } from 'node:fs'
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
    return { level: 'ok', says: `${folder}, ${waiting === 0 ? 'empty' : `waiting: ${waiting}`}` }
  } catch (error) {
    return { level: 'error', says: `${folder} ${wrong(systemErrorCode(error))}` }
  }
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
