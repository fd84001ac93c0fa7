import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { registeredKeys } from '#dashboards'
import { lastBackup } from '#warehouse'
import type { DoctorFinding } from './finding.ts'

const day = 86_400_000
/** A backup each day, and a weekend of grace. */
const maxDays = 3

/** The age of the last backup that this home made, and whether it is there. Copies by other means are not known here. */
export function backupFinding(home: string, now: Date): Omit<DoctorFinding, 'what'> {
  const last = lastBackup(home)
  if (last === undefined) return { level: 'note', says: 'none so far: taraza backup FOLDER' }
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / day)
  const says = `${last.backup} in ${last.folder}, ${last.at}${last.secrets ? '' : ', without the secrets'}`
  if (!existsSync(last.folder)) return { level: 'note', says: `${says}: that folder cannot be seen from here` }
  if (!existsSync(join(last.folder, last.backup)))
    return { level: 'error', says: `${says}: it is not there. Is the disk mounted?` }
  if (days > maxDays) return { level: 'error', says: `${says}: ${days} days ago. Is the timer on?` }
  const keys = registeredKeys(join(home, 'signing'))
  if (keys.every(({ since }) => Date.parse(since) <= Date.parse(last.at))) return { level: 'ok', says }
  return { level: 'note', says: `${says}: the signing key is newer than it. Make a backup: taraza backup FOLDER` }
}
