import { quarterName } from '#foundation'
import type { RegisterName } from '#jurisdictions'
import type { GenerationManifest } from '../generations/store/manifest.ts'
import type { LatePeriod } from '../runs/run-report.ts'
import { addDays, isCovered, isoDate, type Span } from './covered-days.ts'

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
): LatePeriod[] {
  return expected.flatMap((one) => {
    const spans = deliveries.flatMap(({ register, coverage }) => (register === one.register ? (coverage ?? []) : []))
    const since = one.from ?? spans.map(({ from }) => from).sort()[0]
    const due = periodsBefore(today, one.every).filter(({ to }) => addDays(to, one.day) < today)
    const wanted = since === undefined ? due.slice(0, 1) : due.filter(({ from }) => from >= since)
    return wanted
      .filter((period) => !isCovered(period, spans))
      .map(({ name, to }) => ({ register: one.register, period: name, expected: addDays(to, one.day) }))
  })
}

/** The last periods that had ended before a day, latest first. */
function periodsBefore(today: string, every: ExpectedDeliveries['every']): (Span & { readonly name: string })[] {
  const length = periodLengths[every]
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  const current = Math.floor(months / length)
  return Array.from({ length: maxPeriods }, (_, index) => {
    const first = (current - 1 - index) * length
    const dayOf = (month: number, day: number) => isoDate(new Date(Date.UTC(Math.floor(month / 12), month % 12, day)))
    const from = dayOf(first, 1)
    return { name: nameOf(from, first, every), from, to: dayOf(first + length, 0) }
  })
}

function nameOf(from: string, month: number, every: ExpectedDeliveries['every']): string {
  if (every === 'quarter') return quarterName(Math.floor(month / periodLengths.quarter))
  return from.slice(0, every === 'month' ? 7 : 4)
}
