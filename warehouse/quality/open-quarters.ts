import { quarterName, Refusal } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { type Calendar, calendarOf, daysOf, quarterOf } from '../facts/calendar.ts'
import type { GenerationManifest } from '../generations/store/manifest.ts'
import { isCovered, isoDate, type Span } from './covered-days.ts'

/** A quarter that has ended, with the registers whose deliveries do not cover the whole of it. */
export interface Quarter {
  readonly quarter: string
  readonly missing: readonly RegisterName[]
}

type Rules = Pick<Jurisdiction, 'profile'>
type Delivered = Pick<GenerationManifest, 'deliveries'>

/** The last four quarters that have ended, latest first, and what is missing to close them. */
export function openQuarters(rules: Rules, delivered: Delivered, now: Date): readonly Quarter[] {
  const current = currentQuarter(now, calendarOf(rules))
  return [1, 2, 3, 4].map((back) => quarterState(current - back, rules, delivered))
}

/** What is missing to close a quarter. */
export function quarterState(quarter: number, { profile }: Rules, { deliveries }: Delivered): Quarter {
  const days = daysOfQuarter(quarter, calendarOf({ profile }))
  const missing = profile.closes_quarter.flatMap(({ register, from }) => {
    const spans = deliveries.flatMap((delivery) => (delivery.register === register ? (delivery.coverage ?? []) : []))
    return quarterName(quarter) < from || isCovered(days, spans) ? [] : [register]
  })
  return { quarter: quarterName(quarter), missing }
}

/** Quarters since year 0. */
export function currentQuarter(now: Date, calendar: Calendar): number {
  return quarterOf(isoDate(now), calendar)
}

/** Reads `2026-Q3`. @throws {@link Refusal} `BAD_PERIOD` */
export function parseQuarter(text: string): number {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(text) ?? []
  if (year === undefined) throw new Refusal('BAD_PERIOD', 'A quarter is written as 2026-Q3.', { parameter: 'through' })
  return Number(year) * 4 + Number(quarter) - 1
}

/** First and last day of a quarter, as ISO dates. */
export function daysOfQuarter(quarter: number, calendar: Calendar): Span {
  return daysOf({ first: quarter * 3, last: quarter * 3 + 2 }, calendar)
}
