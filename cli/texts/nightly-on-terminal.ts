import { hasFailed, homeJurisdiction, runAt } from '#warehouse'
import type { CommandContext, JsonOption } from '../command-module.ts'
import { type Configuration, sessionsFolder } from '../configuration.ts'
import type { NightlyOptions } from '../nightly/nightly-options.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { notifyOfNight } from '../notify/notify-of-night.ts'
import { readStewards } from '../notify/stewards.ts'
import { exitCodes, jsonText } from '../output.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'
import { calendarOfHome } from './calendar-of-home.ts'
import { runText } from './report-text.ts'

export interface NightlyCommandOptions extends JsonOption {
  readonly jurisdiction?: string
  readonly incoming?: string
  readonly dryRun?: boolean
  readonly accept?: readonly string[]
  readonly retryOnly?: boolean
}

/** Runs the nightly job as the settings say, tells a terminal how far it is and what came of it, and notifies others. */
export async function nightlyOnTerminal(
  { json, ...options }: NightlyCommandOptions,
  { configuration, terminal }: CommandContext,
): Promise<number> {
  const home = configuration.TARAZA_HOME
  const left = remainingSeconds()
  const settings = optionsOf(configuration)
  const notify = async (error?: unknown) => {
    if (!options.dryRun) await notifyOfNight(configuration, terminal, runAt(settings.now), error)
  }
  try {
    const isNew = homeJurisdiction(home) === undefined
    const report = await runNightly({
      ...options,
      ...settings,
      incoming: options.incoming ?? configuration.TARAZA_INCOMING,
      progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
    })
    terminal.progress('')
    if (isNew) terminal.err(`This data directory is new: ${home}. TARAZA_HOME or "taraza init" names another one.\n`)
    terminal.out(json ? jsonText(report) : runText(report, calendarOfHome(home)))
    await notify()
    return hasFailed(report) ? exitCodes.refused : exitCodes.done
  } catch (error) {
    await notify(error)
    throw error
  }
}

function optionsOf(configuration: Configuration): NightlyOptions {
  const { TARAZA_HOME: home, TARAZA_STEWARDS: stewards } = configuration
  return {
    home,
    now: new Date(),
    archiveDays: configuration.TARAZA_ARCHIVE_DAYS,
    retention: {
      auditDays: configuration.TARAZA_AUDIT_DAYS,
      reportDays: configuration.TARAZA_REPORT_DAYS,
      accessDays: configuration.TARAZA_TOKEN_DAYS,
      sessions: sessionsFolder(configuration),
    },
    expected: stewards === undefined ? undefined : (jurisdiction) => readStewards(stewards, jurisdiction).expected,
    threads: configuration.TARAZA_DUCKDB_THREADS,
    memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
  }
}
