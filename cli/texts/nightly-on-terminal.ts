import { hasFailed, homeJurisdiction } from '#warehouse'
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
  const home = configuration.TARAZA_HOME
  const isNew = homeJurisdiction(home) === undefined
  const left = remainingSeconds()
  const report = await runNightly({
    ...options,
    incoming: options.incoming ?? configuration.TARAZA_INCOMING,
    home,
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
  if (isNew) terminal.err(`This data directory is new: ${home}. TARAZA_HOME or "taraza init" names another one.\n`)
  terminal.out(json ? jsonText(report) : runText(report))
  return hasFailed(report) ? exitCodes.refused : exitCodes.done
}
