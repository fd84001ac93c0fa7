import { unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type AnchoredEnd, anchorAuditLog } from './audit-anchors.ts'
import { auditFiles, auditFolder, auditLines } from './audit-files.ts'

/**
 * Signs what the log holds, then removes its files whose last line is older than `days`; a signed line says which.
 *
 * @returns how many files were removed
 */
export function keepAuditLog(home: string, days: number, now: Date): number {
  anchorAuditLog(home, now)
  const oldest = new Date(now.getTime() - days * 86_400_000).toISOString()
  const over = auditFiles(home).flatMap((file): [string, AnchoredEnd][] => {
    const last = auditLines(home, file).at(-1)
    if (last === undefined || last.at > oldest) return []
    return [[file, { number: last.number, hash: last.hash, at: last.at }]]
  })
  if (over.length === 0) return 0
  anchorAuditLog(home, now, { days, ends: Object.fromEntries(over) })
  for (const [file] of over) unlinkSync(join(auditFolder(home), file))
  return over.length
}
