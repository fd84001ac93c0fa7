import { quarterName, Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import {
  begunRuns,
  calendarOf,
  generationStore,
  hasFailed,
  isOverdue,
  listRuns,
  openQuarters,
  periodLabel,
  quarterOf,
  readRunReport,
  releaseStore,
  startOfRun,
} from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { lateDeliveries } from '../nightly/late-deliveries.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { readStewards } from '../notify/stewards.ts'
import { type DoctorFinding, look } from './finding.ts'

const hour = 3_600_000
const recently = 36 * hour
/** The units end a run after so long. */
const longestRun = 6 * hour

type Found = Omit<DoctorFinding, 'what'>

/** What should have happened by now: runs, releases, deliveries. */
export async function dueFindings(
  configuration: Configuration,
  jurisdiction: Jurisdiction,
  now: Date,
): Promise<readonly DoctorFinding[]> {
  const { TARAZA_HOME: home } = configuration
  const isWriting = begunRuns(home).length > 0 && (await isBeingWritten(home))
  return [
    look('last run', () => lastRun(home, now, isWriting)),
    look('last success', () => lastSuccess(home, now)),
    look('clock', () => clock(home, now)),
    look('release', () => release(home, jurisdiction, now)),
    look('late deliveries', () => late(configuration, jurisdiction, now)),
    ...quarters(home, jurisdiction, now),
  ]
}

/** A run that was killed has no lock any more; where nobody can tell, it is taken for one at work. */
async function isBeingWritten(home: string): Promise<boolean> {
  try {
    const giveBack = await takeWriterLock(home)
    giveBack()
    return false
  } catch {
    return true
  }
}

function lastRun(home: string, now: Date, isWriting: boolean): Found {
  const [latest] = listRuns(home)
  const [begun] = begunRuns(home)
  if (begun !== undefined && !isWriting)
    return { level: 'error', says: `${begun.run} began and did not end: the next nightly run reports it` }
  if (begun !== undefined && !isInTime(begun.run, now)) return { level: 'error', says: `${begun.run} ${hangs}` }
  const unended = begun === undefined ? '' : `; ${begun.run} is at work`
  if (latest === undefined) return { level: 'note', says: `none so far: taraza nightly${unended}` }
  const report = readRunReport(home, latest)
  const says = `${startOfRun(latest).toISOString()}: ${report.decision}${unended}`
  if (!hasFailed(report)) return { level: 'ok', says }
  return { level: 'error', says: `${says}: taraza runs show names the reasons` }
}

const hangs =
  'began more than 6 hours ago and is still at work. If it hangs, stop its process (systemctl stop taraza-nightly), then run taraza nightly'

function isInTime(run: string, now: Date): boolean {
  const age = now.getTime() - startOfRun(run).getTime()
  return age > -hour && age < longestRun
}

/** By the order of the runs: a run whose clock was wrong may say any time. */
function lastSuccess(home: string, now: Date): Found {
  const runs = listRuns(home)
  if (runs.length === 0) return { level: 'note', says: 'none so far' }
  for (const run of runs) {
    const report = readRunReport(home, run)
    if (hasFailed(report)) continue
    const start = startOfRun(run)
    const age = now.getTime() - start.getTime()
    if (age < -hour) return { level: 'error', says: `${start.toISOString()}, later than now: check the clock` }
    const isRecent = age < recently
    const says = `${start.toISOString()}${isRecent ? '' : ', more than 36 hours ago: is the timer on?'}`
    return { level: isRecent ? 'ok' : 'error', says }
  }
  return { level: 'error', says: 'no run has succeeded: taraza runs list' }
}

/** What was made cannot lie ahead of now, unless a clock was wrong then or is wrong now. */
function clock(home: string, now: Date): Found {
  const times = [generationStore.current(home)?.builtAt, releaseStore.current(home)?.publishedAt]
  const latest = times
    .flatMap((time) => time ?? [])
    .sort()
    .at(-1)
  if (latest === undefined || Date.parse(latest) <= now.getTime() + hour)
    return { level: 'ok', says: now.toISOString() }
  const says = `${now.toISOString()}, and figures were made at ${latest}: set the clock of this machine, and keep it set by NTP`
  return { level: 'error', says }
}

function release(home: string, jurisdiction: Jurisdiction, now: Date): Found {
  const [current, generation] = [releaseStore.current(home), generationStore.current(home)]
  const ended = generation === undefined ? [] : openQuarters(jurisdiction, generation, now)
  const [last] = ended.filter(({ missing }) => missing.length === 0)
  const canClose = last !== undefined && last.quarter > (current?.through ?? '')
  const labelOf = (period: string) => periodLabel(period, calendarOf(jurisdiction))
  const next = canClose ? `${labelOf(last.quarter)} can be closed: taraza release` : undefined
  if (current === undefined)
    return { level: 'note', says: next ?? 'nothing is published, and no quarter can be closed yet' }
  const says = `${current.id}, through ${labelOf(current.through)}; the next one is due by ${current.nextDue}`
  if (isOverdue(current, now)) return { level: 'error', says: `${says}: overdue. ${next ?? 'Deliveries are missing'}` }
  return next === undefined ? { level: 'ok', says } : { level: 'note', says: `${says}. ${next}` }
}

/** By the calendar of now: stewards may have been named since the last run. */
function late({ TARAZA_HOME, TARAZA_STEWARDS }: Configuration, jurisdiction: Jurisdiction, now: Date): Found {
  if (TARAZA_STEWARDS === undefined) return { level: 'ok', says: 'no day is set by which deliveries are expected' }
  const { expected } = readStewards(TARAZA_STEWARDS, jurisdiction)
  const all = lateDeliveries(() => expected, generationStore.current(TARAZA_HOME), jurisdiction, now) ?? []
  if (all.length === 0) return { level: 'ok', says: 'none' }
  const labelOf = (period: string) => periodLabel(period, calendarOf(jurisdiction))
  const named = all.map(
    ({ register, period, expected: day }) => `${register} of ${labelOf(period)}, expected by ${day}`,
  )
  return { level: 'note', says: `${named.join('; ')}: ask the stewards of the registers` }
}

/** Quarters that are not published yet and lack deliveries. */
function quarters(home: string, jurisdiction: Jurisdiction, now: Date): readonly DoctorFinding[] {
  try {
    const [current, generation] = [releaseStore.current(home), generationStore.current(home)]
    if (generation === undefined) return []
    const first =
      Object.values(generation.coverages)
        .map(({ from }) => from)
        .sort()[0] ?? ''
    const firstQuarter = first === '' ? '' : quarterName(quarterOf(first, calendarOf(jurisdiction)))
    return openQuarters(jurisdiction, generation, now)
      .filter(
        ({ quarter, missing }) => missing.length > 0 && quarter > (current?.through ?? '') && quarter >= firstQuarter,
      )
      .map(({ quarter, missing }) => ({
        what: `quarter ${periodLabel(quarter, calendarOf(jurisdiction))}`,
        level: 'note',
        says: `deliveries are missing of ${missing.join(', ')}`,
      }))
  } catch (error) {
    // Whatever cannot be read was told where it was looked at.
    if (error instanceof Refusal) return []
    throw error
  }
}
