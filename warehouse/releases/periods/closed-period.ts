import { quarterName, Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { type Calendar, calendarOf, quarterOf } from '../../facts/calendar.ts'
import type { GenerationManifest } from '../../generations/store/manifest.ts'
import { currentQuarter, daysOfQuarter, parseQuarter, quarterState } from '../../quality/open-quarters.ts'
import type { AcceptedGap, ReleaseManifest } from '../store/manifest.ts'

/** The quarters of a release, since year 0, and gaps in them that somebody accepted. */
export interface ClosedPeriod {
  readonly first: number
  readonly last: number
  readonly gaps: readonly AcceptedGap[]
}

export interface PeriodRequest {
  /** The last quarter, by default the last one that is closed. */
  readonly through?: string | undefined
  /** Missing deliveries that a named person lets pass. */
  readonly accepted: readonly AcceptedGap[]
  readonly now: Date
}

/** Days after the end of a quarter by which its release is due. */
const dueAfterDays = 45

/**
 * The period that can be released: from the first quarter that deliveries of sentences cover to the last closed one.
 *
 * @throws {@link Refusal} `OPEN_QUARTER` for a quarter that has not ended, `MISSING_DELIVERY` naming what has not come,
 *   `ALREADY_PUBLISHED` for a quarter before the last release
 */
export function closedPeriod(
  jurisdiction: Jurisdiction,
  facts: GenerationManifest,
  previous: ReleaseManifest | undefined,
  { through, accepted, now }: PeriodRequest,
): ClosedPeriod {
  const calendar = calendarOf(jurisdiction)
  const covered = facts.coverages[jurisdiction.profile.closes_quarter[0]?.register ?? 'sentences']
  if (covered === undefined)
    throw new Refusal('MISSING_DELIVERY', 'No delivery says which days it covers: nothing can be closed.')
  const first = quarterOf(covered.from, calendar)
  const gaps = [...(previous?.gaps ?? []), ...accepted]
  const missingIn = (quarter: number) =>
    quarterState(quarter, jurisdiction, facts).missing.filter(
      (register) => !gaps.some((gap) => gap.register === register && gap.quarter === quarterName(quarter)),
    )
  const current = currentQuarter(now, calendar)
  const last = through === undefined ? lastClosed(first, current, missingIn) : parseQuarter(through)
  if (last >= current)
    throw new Refusal('OPEN_QUARTER', `The quarter ${quarterName(last)} has not ended.`, { parameter: 'through' })
  for (let quarter = first; quarter <= last; quarter++) {
    const missing = missingIn(quarter)
    if (missing.length > 0) throw missingDelivery(quarterName(quarter), missing)
  }
  if (last < first) throw missingDelivery(quarterName(first), missingIn(first))
  if (previous !== undefined && last < parseQuarter(previous.through))
    throw new Refusal(
      'ALREADY_PUBLISHED',
      `The release ${previous.id} continues to ${previous.through}; a release never ends earlier.`,
    )
  return { first, last, gaps: gaps.filter(({ quarter }) => parseQuarter(quarter) <= last) }
}

/** The day by which the release after one that goes on to `quarter` is due. */
export function nextDue(quarter: number, calendar: Calendar): string {
  const { to } = daysOfQuarter(quarter + 1, calendar)
  return new Date(Date.parse(to) + dueAfterDays * 86_400_000).toISOString().slice(0, 10)
}

/** Whether the day by which the release after another one is due has passed. */
export function isOverdue({ nextDue: due }: { readonly nextDue: string }, now = new Date()): boolean {
  return due < now.toISOString().slice(0, 10)
}

function lastClosed(first: number, current: number, missingIn: (quarter: number) => readonly string[]): number {
  let last = first - 1
  while (last + 1 < current && missingIn(last + 1).length === 0) last += 1
  return last
}

function missingDelivery(quarter: string, registers: readonly string[]): Refusal {
  const gap = registers.map((register) => `--accept-gap ${register}:${quarter}`).join(' ')
  const message = `The quarter ${quarter} is not closed: deliveries of ${registers.join(', ')} do not cover it. Send them, or let a named person accept the gap: ${gap} --accepted-by NAME.`
  return new Refusal('MISSING_DELIVERY', message, { parameter: 'through', allowed: registers })
}
