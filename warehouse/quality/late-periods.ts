import type { RegisterName } from '#jurisdictions'
import { periodName } from '../catalog/periods.ts'
import { type Calendar, daysOf, monthOf } from '../facts/calendar.ts'
import type { GenerationManifest } from '../generations/store/manifest.ts'
import type { LatePeriod } from '../runs/run-report.ts'
import { addDays, isCovered, type Span } from './covered-days.ts'

/** How long the periods of deliveries can be, with their months. */
export const periodLengths = { month: 1, quarter: 3, year: 12 } as const

/** When the deliveries of a register are expected. */
export interface ExpectedDeliveries {
  readonly register: RegisterName
  /** One delivery for each of these. */
  readonly every: keyof typeof periodLengths
  /** The last day on which it is expected, counted from the end of the period: 10 is the tenth day after it. */
  readonly day: number
  /** The first day of which deliveries are expected, as YYYY-MM-DD; by default the first that any delivery covers. */
  readonly from?: string | undefined
}

/** Older periods are no longer reported: who needs them has been asked for a year. */
const maxPeriods = 12

/**
 * Periods whose delivery has not come by its expected day: no delivery, or several together, cover the whole of them. Of a register
 * without any delivery it is the last period that was due.
 *
 * @param today - as YYYY-MM-DD, in the time zone of the jurisdiction
 * @returns by register in the given order, latest period first
 */
export function latePeriods(
  expected: readonly ExpectedDeliveries[],
  deliveries: GenerationManifest['deliveries'],
  today: string,
  calendar: Calendar,
): LatePeriod[] {
  return expected.flatMap((one) => {
    const spans = deliveries.flatMap(({ register, coverage }) => (register === one.register ? (coverage ?? []) : []))
    const since = one.from ?? spans.map(({ from }) => from).sort()[0]
    const due = periodsBefore(today, one.every, calendar).filter(({ to }) => addDays(to, one.day) < today)
    const wanted = since === undefined ? due.slice(0, 1) : due.filter(({ from }) => from >= since)
    return wanted
      .filter((period) => !isCovered(period, spans))
      .map(({ name, to }) => ({ register: one.register, period: name, expected: addDays(to, one.day) }))
  })
}

/** The last periods that had ended before a day, latest first. */
function periodsBefore(
  today: string,
  every: ExpectedDeliveries['every'],
  calendar: Calendar,
): (Span & { readonly name: string })[] {
  const length = periodLengths[every]
  const current = Math.floor(monthOf(today, calendar) / length)
  return Array.from({ length: maxPeriods }, (_, index) => {
    const first = (current - 1 - index) * length
    const days = daysOf({ first, last: first + length - 1 }, calendar)
    return { name: periodName(first, every, calendar), ...days }
  })
}
