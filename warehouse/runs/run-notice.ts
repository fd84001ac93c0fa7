import { z } from 'zod'
import { hasFailed, type RunReport } from './run-report.ts'

const period = z.object({ register: z.string(), period: z.string(), expected: z.string() })

/**
 * What leaves the machine about a run, or about a service that failed: decisions, codes and names of registers. Never a count, a row, a
 * file name or a cell: exact counts next to protected figures disclose.
 */
export const runNoticeSchema = z.object({
  version: z.literal(1),
  /** The same each time the notice is sent, so that a receiver knows one that came twice. */
  id: z.string(),
  /** `run` has a report, `failure` began none, `unit` is a service that the system reports as failed. */
  event: z.enum(['run', 'failure', 'unit']),
  createdAt: z.string(),
  jurisdiction: z.string().nullable(),
  run: z.string().nullable(),
  sequence: z.number().nullable(),
  decision: z.string().nullable(),
  failed: z.boolean(),
  codes: z.array(z.string()),
  registers: z.array(z.object({ register: z.string(), codes: z.array(z.string()), waiting: z.boolean() })),
  late: z.array(period.extend({ isDue: z.boolean() })),
  notes: z.array(z.string()),
  /** The service, such as `taraza-nightly.service`, and how it ended, such as `timeout`. */
  unit: z.string().nullable(),
  result: z.string().nullable(),
  /** The address of the report on the restricted listener, where there is one. */
  report: z.string().nullable(),
})

/** What may be told about a run outside of the machine. */
export type RunNotice = z.output<typeof runNoticeSchema>

type Identity = Pick<RunNotice, 'id' | 'createdAt'>

const nothing: Omit<RunNotice, keyof Identity | 'event' | 'failed' | 'codes'> = {
  version: 1,
  jurisdiction: null,
  run: null,
  sequence: null,
  decision: null,
  registers: [],
  late: [],
  notes: [],
  unit: null,
  result: null,
  report: null,
}

/**
 * The notice about a run that has a report.
 *
 * @param before - the reports before it: what was late by then is due to be told again only each seventh day, and once on that day
 */
export function noticeOfReport(report: RunReport, before: readonly RunReport[], identity: Identity): RunNotice {
  const reasons = reasonsIn(report)
  const names = registersIn(report)
  return {
    ...nothing,
    ...identity,
    event: 'run',
    jurisdiction: report.jurisdiction,
    run: report.run,
    sequence: report.sequence,
    decision: report.decision,
    failed: hasFailed(report),
    codes: codesOf(reasons),
    registers: names.map((register) => ({
      register,
      codes: codesOf(reasons.filter((reason) => reason.register === register)),
      waiting: report.waiting.includes(register),
    })),
    late: lateOf(report, before),
    notes: report.notes,
  }
}

/** The notice about a run that could not begin, by the code of its error. */
export function noticeOfFailure(code: string, identity: Identity): RunNotice {
  return { ...nothing, ...identity, event: 'failure', failed: true, codes: [code] }
}

/** The notice about a service that failed. */
export function noticeOfUnit(unit: string, result: string | null, identity: Identity): RunNotice {
  return { ...nothing, ...identity, event: 'unit', failed: true, codes: ['UNIT_FAILED'], unit, result }
}

interface Reason {
  readonly register: string | null
  readonly code: string
}

function reasonsIn(report: RunReport): readonly Reason[] {
  return [...refusedIn(report), ...blockedIn(report)]
}

/** Registers of which something came that was not published. */
function registersIn(report: RunReport): readonly string[] {
  const refused = reasonsIn(report).flatMap(({ register }) => register ?? [])
  return [...new Set([...refused, ...report.waiting])].sort()
}

function refusedIn({ refusals }: RunReport): readonly Reason[] {
  return refusals.map(({ register, code }) => ({ register, code }))
}

/** Only a run that was blocked was stopped by its limits. */
function blockedIn({ decision, deliveries }: RunReport): readonly Reason[] {
  if (decision !== 'blocked') return []
  return deliveries.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'block'))
}

function codesOf(reasons: readonly Reason[]): string[] {
  return [...new Set(reasons.map(({ code }) => code))].sort()
}

const daysOfWeek = 7

function lateOf(report: RunReport, before: readonly RunReport[]): RunNotice['late'] {
  const today = report.run.slice(0, 10)
  const [known, knownToday] = [lateIn(before), lateIn(before.filter((one) => one.run.startsWith(today)))]
  return notArrived(report).map((one) => {
    const [name, days] = [nameOfLate(one), Math.round((Date.parse(today) - Date.parse(one.expected)) / 86_400_000)]
    return { ...one, isDue: !known.has(name) || (days % daysOfWeek === 1 && !knownToday.has(name)) }
  })
}

function lateIn(reports: readonly RunReport[]): ReadonlySet<string> {
  return new Set(reports.flatMap((report) => notArrived(report).map(nameOfLate)))
}

/** A delivery that was refused or waits has arrived, whatever the calendar says. */
function notArrived(report: RunReport): RunReport['late'] {
  const arrived = registersIn(report)
  return report.late.filter(({ register }) => !arrived.includes(register))
}

function nameOfLate({ register, period: name }: RunReport['late'][number]): string {
  return `${register} ${name}`
}
