import { spawn } from 'node:child_process'
import { Cron } from 'croner'
import { builtPath, Refusal } from '#foundation'
import { listRuns } from '#warehouse'
import type { Terminal } from '../output.ts'

export interface ScheduleOptions {
  /** A cron expression of five fields. */
  readonly schedule: string
  readonly timezone?: string | undefined
  readonly home: string
  readonly terminal: Terminal
  /** Runs the job once; by default as a process of its own, so that a reader's process never writes. */
  readonly run?: () => Promise<void>
}

/**
 * Starts the nightly job by a schedule: never twice at a time, and at once when a run was missed while nothing was
 * watching, be it because the machine was off.
 *
 * @returns stops the schedule and waits for the run that is at work
 * @throws {@link Refusal} `BAD_SCHEDULE`
 */
export function scheduleNightly(options: ScheduleOptions): () => Promise<void> {
  const { schedule, timezone, home, terminal, run = inOwnProcess(home, terminal) } = options
  let atWork: Promise<void> = Promise.resolve()
  let busy = false
  const once = () => {
    if (busy) return
    busy = true
    atWork = run().finally(() => {
      busy = false
    })
  }
  const job = cron(schedule, timezone, once)
  if (missedRun(job, home)) once()
  return async () => {
    job.stop()
    await atWork
  }
}

/** @throws {@link Refusal} `BAD_SCHEDULE`: before anything is started that would go on without it */
export function requireSchedule(schedule: string, timezone: string | undefined): void {
  cron(schedule, timezone, () => undefined).stop()
}

function cron(schedule: string, timezone: string | undefined, work: () => void): Cron {
  try {
    return new Cron(schedule, { mode: '5-part', ...(timezone === undefined ? {} : { timezone }) }, work)
  } catch (error) {
    const advice = 'The schedule or its time zone cannot be used. Write it as "30 2 * * *" and Asia/Bishkek.'
    throw new Refusal('BAD_SCHEDULE', advice, { parameter: 'schedule' }, { cause: error })
  }
}

/** Whether the last time that the schedule names has passed without a run. A home that never ran waits for its time. */
function missedRun(job: Cron, home: string): boolean {
  const [latest] = listRuns(home)
  const [due] = job.previousRuns(1)
  return latest !== undefined && due !== undefined && startOf(latest) < due.getTime()
}

function startOf(run: string): number {
  return Date.parse(run.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'))
}

function inOwnProcess(home: string, terminal: Terminal): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [builtPath('cli', 'main.js'), 'nightly'], {
        env: { ...process.env, TARAZA_HOME: home },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      child.on('error', (error) => terminal.err(`The nightly job could not be started: ${error.message}\n`))
      child.on('close', () => resolve())
    })
}
