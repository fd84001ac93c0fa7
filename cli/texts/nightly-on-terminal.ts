import { hasFailed } from '#warehouse'
import type { CommandContext, JsonOption } from '../command-module.ts'
import { sessionsFolder } from '../configuration.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { exitCodes, jsonText } from '../output.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'
import { runText } from './report-text.ts'

export interface NightlyCommandOptions extends JsonOption {
  readonly jurisdiction?: string
  readonly incoming?: string
  readonly dryRun?: boolean
  readonly accept?: readonly string[]
  readonly retryOnly?: boolean
}

/** Runs the nightly job as the settings say, and tells a terminal how far it is and what came of it. */
export async function nightlyOnTerminal(
  { json, ...options }: NightlyCommandOptions,
  { configuration, terminal }: CommandContext,
): Promise<number> {
  const left = remainingSeconds()
  const report = await runNightly({
    ...options,
    home: configuration.TARAZA_HOME,
    now: new Date(),
    archiveDays: configuration.TARAZA_ARCHIVE_DAYS,
    retention: {
      auditDays: configuration.TARAZA_AUDIT_DAYS,
      reportDays: configuration.TARAZA_REPORT_DAYS,
      accessDays: configuration.TARAZA_TOKEN_DAYS,
      sessions: sessionsFolder(configuration),
    },
    threads: configuration.TARAZA_DUCKDB_THREADS,
    memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
    progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
  })
  terminal.progress('')
  terminal.out(json ? jsonText(report) : runText(report))
  return hasFailed(report) ? exitCodes.refused : exitCodes.done
}
