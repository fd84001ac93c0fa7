import { setTimeout } from 'node:timers/promises'
import { Cron } from 'croner'
import type { Logger } from 'pino'
import { Refusal } from '#foundation'
import { listRuns, startOfRun } from '#warehouse'
import { exitCodes } from '../output.ts'
import { type ScheduledEnd, type ScheduledJob, scheduledJob } from './scheduled-job.ts'

export interface ScheduleOptions {
  /** A cron expression of five fields. */
  readonly schedule: string
  readonly timezone?: string | undefined
  readonly home: string
  readonly log: Pick<Logger, 'info' | 'error'>
  /** Runs the job once; by default as a process of its own, so that a reader's process never writes. */
  readonly job?: ScheduledJob
  /** Milliseconds of rest before each further try after a run that asks to be tried again. */
  readonly rests?: readonly number[]
}

const minute = 60_000
const backOff = [minute, 5 * minute, 15 * minute, 30 * minute]

/**
 * Starts the nightly job by a schedule: never twice at a time, and at once when a run was missed while nothing was
 * watching, be it because the machine was off. A run that ends with {@link exitCodes}`.tryAgain` is tried again after rests. Each end
 * is logged with its exit code, and others are told of one that failed.
 *
 * @returns stops the schedule and waits for the run that is at work
 * @throws {@link Refusal} `BAD_SCHEDULE`
 */
export function scheduleNightly(options: ScheduleOptions): () => Promise<void> {
  const { schedule, timezone, home, log, job = scheduledJob(home, log), rests = backOff } = options
  const stopping = new AbortController()
  let atWork: Promise<void> = Promise.resolve()
  let isBusy = false
  const once = () => {
    if (isBusy) return
    isBusy = true
    atWork = untilDone(job, rests, log, stopping.signal).finally(() => {
      isBusy = false
    })
  }
  const cronJob = cron(schedule, timezone, once)
  if (missedRun(cronJob, home)) once()
  return async () => {
    cronJob.stop()
    stopping.abort()
    await atWork
  }
}

async function untilDone(
  job: ScheduledJob,
  rests: readonly number[],
  log: ScheduleOptions['log'],
  signal: AbortSignal,
): Promise<void> {
  let end = await job.run()
  logEnd(end, log)
  for (const rest of rests) {
    if (end.exitCode !== exitCodes.tryAgain || !(await rested(rest, signal))) break
    end = await job.run()
    logEnd(end, log)
  }
  if (end.exitCode !== exitCodes.done) await job.alert(end)
}

/** Whether a rest came to its end. */
async function rested(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return await setTimeout(milliseconds, true, { signal, ref: false }).catch(() => false)
}

function logEnd({ exitCode, how }: ScheduledEnd, log: ScheduleOptions['log']): void {
  if (exitCode === exitCodes.done) log.info({ exitCode }, 'the nightly run ended')
  else log.error({ exitCode, how }, 'the nightly run failed')
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

/**
 * Whether the last time that the schedule names has passed without a run: by the last run of the home, whatever its clock said. One that
 * started in the future says nothing. A home that never ran waits for its time.
 */
function missedRun(job: Cron, home: string): boolean {
  const [latest] = listRuns(home)
  const [due] = job.previousRuns(1)
  if (latest === undefined || due === undefined) return false
  const started = startOfRun(latest).getTime()
  return started < due.getTime() || started > Date.now()
}
