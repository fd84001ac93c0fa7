import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readState, writeDurably } from '#foundation'

/** Where a home remembers its last backup. No part of backups: a restored home has none of its own. */
export const lastBackupFile = 'backup.json'

const lastBackupSchema = z.object({
  at: z.iso.datetime(),
  /** Absolute path of the folder with all backups. */
  folder: z.string(),
  /** The name of the backup in that folder, such as `000007-2026-12-02`. */
  backup: z.string(),
  files: z.number(),
  bytes: z.number(),
  release: z.string().nullable(),
  generation: z.string().nullable(),
  /** Whether the secrets are in it. */
  secrets: z.boolean(),
})

/** When, where and of what the last successful backup of a home was. Times are ISO 8601 in UTC. */
export type LastBackup = z.output<typeof lastBackupSchema>

/** The last successful backup of a home, or `undefined` before the first one. @throws {@link Refusal} `STATE_BROKEN` */
export function lastBackup(home: string): LastBackup | undefined {
  const path = join(home, lastBackupFile)
  return existsSync(path) ? readState(path, lastBackupSchema) : undefined
}

/** Remembers a backup that was finished. */
export function rememberBackup(home: string, backup: LastBackup): void {
  writeDurably(join(home, lastBackupFile), `${JSON.stringify(backup, null, 2)}\n`)
}
