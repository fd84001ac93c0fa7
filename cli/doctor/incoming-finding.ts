import { accessSync, constants, readdirSync } from 'node:fs'
import { systemErrorCode } from '#foundation'
import { type Configuration, incomingFolder } from '../configuration.ts'
import type { DoctorFinding } from './finding.ts'

/** Whether the nightly run can read the folder of incoming extracts and clear it, as the user that asks. */
export function incomingFinding(configuration: Configuration): Omit<DoctorFinding, 'what'> {
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
    : `cannot be read and emptied by this user (${code}), as the nightly run has to`
}
