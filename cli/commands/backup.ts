import { Refusal } from '#foundation'
import { verifyBackups } from '../backup/check-backup.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText, numberOf } from '../output.ts'
import { backupSummary, backupText, checkedText, progressOf } from '../texts/backup-text.ts'

interface BackupCommandOptions extends JsonOption {
  readonly keep?: string
  readonly withoutSecrets?: boolean
  readonly new?: boolean
  readonly verify?: boolean
}

/** Adds a backup to a folder of them, or reads all of them again. */
export const backupCommand: CommandModule<BackupCommandOptions, string | undefined> = {
  name: 'backup',
  argument: { syntax: '[folder]', description: 'of the backups, new or empty at first; by default TARAZA_BACKUP_DIR' },
  description: 'back up the whole home, secrets included: what changed since the last backup in the folder',
  options: [
    { flags: '--verify', description: 'read all backups of the folder, and write nothing' },
    { flags: '--keep <number>', description: 'how many backups remain; by default TARAZA_BACKUP_KEEP, or all' },
    { flags: '--without-secrets', description: 'leave out secrets/ and the key that signs files' },
    { flags: '--new', description: 'begin again where the last backup was, and is no more' },
    jsonOption,
  ],
  async action(options, { configuration, terminal }, argument) {
    const folder = argument ?? configuration.TARAZA_BACKUP_DIR
    if (folder === undefined) {
      const advice = 'Name the folder of the backups, or set TARAZA_BACKUP_DIR.'
      throw new Refusal('BAD_PARAMETER', advice, { parameter: 'folder' })
    }
    const { json = false, verify = false } = options
    if (verify) {
      const checked = verifyBackups(folder, progressOf(terminal, 'checked'))
      terminal.progress('')
      terminal.out(json ? jsonText(checked) : checkedText(checked))
      return exitCodes.done
    }
    const { keep = configuration.TARAZA_BACKUP_KEEP } = options
    const finished = await makeBackup({
      home: configuration.TARAZA_HOME,
      folder,
      withSecrets: !options.withoutSecrets,
      keep: keep === undefined ? undefined : numberOf('keep', String(keep), { min: 1, max: 100_000 }),
      isNewSeries: options.new,
      now: new Date(),
      progress: progressOf(terminal, 'backed up'),
    })
    terminal.progress('')
    terminal.out(json ? jsonText(backupSummary(folder, finished)) : backupText(folder, finished))
    return exitCodes.done
  },
}
