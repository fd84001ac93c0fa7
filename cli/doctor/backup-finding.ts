import { lastBackup } from '#warehouse'
import type { DoctorFinding } from './finding.ts'

const day = 86_400_000
/** A backup each day, and a weekend of grace. */
const maxDays = 3

/** The age of the last backup that this home made. Copies by other means are not known here. */
export function backupFinding(home: string, now: Date): Omit<DoctorFinding, 'what'> {
  const last = lastBackup(home)
  if (last === undefined) return { level: 'note', says: 'none so far: taraza backup FOLDER' }
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / day)
  const says = `${last.backup} in ${last.folder}, ${last.at}${last.secrets ? '' : ', without the secrets'}`
  if (days <= maxDays) return { level: 'ok', says }
  return { level: 'error', says: `${says}: ${days} days ago. Is the timer on?` }
}
