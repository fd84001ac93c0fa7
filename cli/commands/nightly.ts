import { hasFailed } from '#warehouse'
import { type Configuration, sessionsFolder } from '../configuration.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'
import { runText } from './report-text.ts'

export interface NightlyCommand {
  readonly jurisdiction?: string
  readonly incoming?: string
  readonly dryRun?: boolean
  readonly accept?: readonly string[]
  readonly retryOnly?: boolean
  readonly json?: boolean
}

/** `taraza nightly`, and `taraza quarantine retry` with `retryOnly`. */
export async function nightlyCommand(
  { json, ...command }: NightlyCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const left = remainingSeconds()
  const report = await runNightly({
    ...command,
    home: configuration.TARAZA_HOME,
    now: new Date(),
    archiveDays: configuration.TARAZA_ARCHIVE_DAYS,
    retention: {
      auditDays: configuration.TARAZA_AUDIT_DAYS,
      reportDays: configuration.TARAZA_REPORT_DAYS,
      accessDays: configuration.TARAZA_ACCESS_DAYS,
      sessions: sessionsFolder(configuration),
    },
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
    progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
  })
  terminal.progress('')
  terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : runText(report))
  return hasFailed(report) ? exitCodes.refused : exitCodes.done
}
