import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { exitCodes, jsonText } from '../output.ts'
import { runRebuild } from '../rebuild/run-rebuild.ts'
import { calendarOfHome } from '../texts/calendar-of-home.ts'
import { rebuildText } from '../texts/rebuild-text.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'

interface RebuildCommandOptions extends JsonOption {
  readonly dryRun?: boolean
  readonly partial?: boolean
  readonly withRolledBack?: boolean
}

export const rebuildCommand: CommandModule<RebuildCommandOptions> = {
  name: 'rebuild',
  description: 'build the facts again from the archive: every delivery, in the order of arrival',
  options: [
    { flags: '--dry-run', description: 'compare with what is served, publish nothing' },
    { flags: '--partial', description: 'publish although deliveries are missing' },
    { flags: '--with-rolled-back', description: 'also deliveries that "taraza generations rollback" left out' },
    jsonOption,
  ],
  async action({ json, ...options }, { configuration, terminal }) {
    const left = remainingSeconds()
    const report = await runRebuild({
      ...options,
      home: configuration.TARAZA_HOME,
      now: new Date(),
      threads: configuration.TARAZA_DUCKDB_THREADS,
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
      progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
    })
    terminal.progress('')
    terminal.out(json ? jsonText(report) : rebuildText(report, calendarOfHome(configuration.TARAZA_HOME)))
    return report.decision === 'incomplete' ? exitCodes.refused : exitCodes.done
  },
}
