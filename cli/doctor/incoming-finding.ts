import { accessSync, constants, readdirSync } from 'node:fs'
import { systemErrorCode } from '#foundation'
import { type Configuration, incomingFolder } from '../configuration.ts'
import type { DoctorFinding } from './finding.ts'

const what = 'incoming'

/** Whether the nightly run can read the folder of incoming extracts and clear it, as the user that asks. */
export function incomingFinding(configuration: Configuration): DoctorFinding {
  const folder = incomingFolder(configuration)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    const waiting = readdirSync(folder).length
    return { what, says: `${folder}, ${waiting === 0 ? 'empty' : `waiting: ${waiting}`}`, ok: true }
  } catch (error) {
    return { what, says: `${folder} ${wrong(systemErrorCode(error))}`, ok: false }
  }
}

function wrong(code: string | undefined): string {
  return code === 'ENOENT'
    ? 'does not exist: make it, or let "taraza init" make it'
    : `cannot be read and emptied by this user (${code}), as the nightly run has to`
}
