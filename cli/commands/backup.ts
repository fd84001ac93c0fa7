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
  readonly repair?: boolean
}

/** Adds a backup to a folder of them, or reads all of them again. */
export const backupCommand: CommandModule<BackupCommandOptions, string | undefined> = {
  name: 'backup',
  argument: { syntax: '[folder]', description: 'of the backups, new or empty at first; by default TARAZA_BACKUP_DIR' },
  description: 'back up the whole home, secrets included: what changed since the last backup in the folder',
  options: [
    { flags: '--verify', description: 'read all backups of the folder, and write nothing' },
    {
      flags: '--repair',
      description: 'also read all backups, write damaged contents again and remove what stays damaged',
    },
    { flags: '--keep <number>', description: 'how many backups remain; by default TARAZA_BACKUP_KEEP, or all' },
    { flags: '--without-secrets', description: 'leave out secrets/ and the key that signs files' },
    { flags: '--new', description: 'begin again where the last backup was, and is no more' },
    jsonOption,
  ],
  async action(options, { configuration, terminal }, argument) {
    requireMeaning(options)
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
      isRepair: options.repair,
      now: new Date(),
      progress: (step, done, files) => progressOf(terminal, step)(done, files),
    })
    terminal.progress('')
    terminal.out(json ? jsonText(backupSummary(folder, finished)) : backupText(folder, finished))
    return exitCodes.done
  },
}

/** @throws {@link Refusal} `BAD_PARAMETER` for options that mean something only where a backup is written */
function requireMeaning({ verify = false, ...options }: BackupCommandOptions): void {
  const writing = { keep: 'keep', withoutSecrets: 'without-secrets', new: 'new', repair: 'repair' } as const
  const extra = Object.entries(writing).find(([name]) => options[name as keyof typeof writing] !== undefined)
  if (!verify || extra === undefined) return
  const advice = `--verify writes nothing, and --${extra[1]} is for a backup that is written. Leave out one of them.`
  throw new Refusal('BAD_PARAMETER', advice, { parameter: extra[1] })
}
