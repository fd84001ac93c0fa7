import { restoreBackup } from '../backup/restore-backup.ts'
import type { CommandModule } from '../command-module.ts'
import { exitCodes } from '../output.ts'
import { progressOf, restoredText } from '../texts/backup-text.ts'

interface RestoreCommandOptions {
  readonly unverified?: boolean
}

/** Makes a new home out of a backup, after reading all of it. */
export const restoreCommand: CommandModule<RestoreCommandOptions, string> = {
  name: 'restore',
  argument: { syntax: '<folder>', description: 'of backups, for the last one, or of one of them' },
  description: 'make a new home out of a backup, after checking every file',
  options: [{ flags: '--unverified', description: 'accept a copy of an earlier version, which has no list of files' }],
  async action({ unverified }, { configuration, terminal }, folder) {
    const restored = await restoreBackup({
      home: configuration.TARAZA_HOME,
      backup: folder,
      isUnverified: unverified,
      progress: (step, done, files) => progressOf(terminal, step)(done, files),
    })
    terminal.progress('')
    terminal.out(restoredText(restored))
    return exitCodes.done
  },
}
