import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { Refusal, systemErrorCode } from '#foundation'
import { type FoundBackup, objectsIn, requireNothingElse } from './backup-folder.ts'
import { damagedBackups } from './backup-series.ts'
import type { CheckProgress } from './check-backup.ts'
import { hashFile } from './copy-file.ts'

/** What a folder of backups has that no restore can use. */
export interface Damage {
  /** Names of contents whose bytes have another SHA-256. */
  readonly contents: ReadonlySet<string>
  readonly backups: readonly FoundBackup[]
}

/**
 * Reads every content and every list of a folder. Only whoever has its lock may do it: nothing appears meanwhile.
 *
 * @throws {@link Refusal} `BACKUP_BROKEN` where something lies there that no backup put there, `UNREADABLE_FILE`, `FOREIGN_SCHEMA`
 */
export function findDamage(folder: string, progress?: CheckProgress): Damage {
  requireNothingElse(folder)
  const backups = damagedBackups(folder)
  const paths = objectsIn(folder).map(({ path }) => path)
  const damaged = paths.filter((path, index) => {
    progress?.(index + 1, paths.length)
    return isDamaged(path)
  })
  return { contents: new Set(damaged.map((path) => basename(path))), backups }
}

/** A bad sector is damage as well. What only this user may not read is none. */
function isDamaged(path: string): boolean {
  try {
    return !lstatSync(path).isFile() || hashFile(path).sha256 !== basename(path)
  } catch (error) {
    if (error instanceof Refusal && systemErrorCode(error.cause) === 'EIO') return true
    throw error
  }
}
