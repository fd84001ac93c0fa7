import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText } from '../output.ts'
import { calendarOfHome } from '../texts/calendar-of-home.ts'
import { upgradeText } from '../texts/upgrade-text.ts'
import { runUpgrade } from '../upgrade/run-upgrade.ts'

interface UpgradeCommandOptions extends JsonOption {
  /** A folder, or `false` where the operator has a backup. */
  readonly backup?: string | false
  readonly dryRun?: boolean
}

export const upgradeCommand: CommandModule<UpgradeCommandOptions> = {
  name: 'upgrade',
  description: 'bring facts that an earlier version of the program made forward',
  options: [
    {
      flags: '--backup <folder>',
      description: 'a new folder, or that of the backups: the home is backed up there first',
    },
    { flags: '--no-backup', description: 'there is a backup already' },
    { flags: '--dry-run', description: 'make and check everything, publish nothing' },
    jsonOption,
  ],
  async action({ backup, dryRun, json }, { configuration, terminal }) {
    const report = await runUpgrade({
      home: configuration.TARAZA_HOME,
      backup: backup === false ? undefined : backup,
      hasBackup: backup === false,
      dryRun,
      now: new Date(),
      threads: configuration.TARAZA_DUCKDB_THREADS,
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
      progress: (text) => terminal.progress(text),
    })
    terminal.progress('')
    terminal.out(json ? jsonText(report) : upgradeText(report, calendarOfHome(configuration.TARAZA_HOME)))
    return exitCodes.done
  },
}
