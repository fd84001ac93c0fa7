import { addDays, calendarMonth, russianDate } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import type { Convict } from '../courts/convicts.ts'
import type { Judgment } from '../courts/sentences.ts'

/** What an order says beside its client and its day, where it is known. */
export interface OrderTerms {
  readonly measure?: string
  /** When the office received the judgment, as the sender writes it. */
  readonly received?: string
  /** The planned end. */
  readonly planned?: Date | undefined
  /** When the supervision ends because the person was sentenced again. */
  readonly revoked?: Date | undefined
}

const measures: Readonly<Record<string, string>> = {
  suspended_with_supervision: '10',
  deferred: '23',
  public_works: '20',
  correctional_work: '21',
  restriction_of_liberty: '22',
}

/** The day on which probation registers a judgment, some late; none for the few that it never registers. */
export function registrationOf(
  { inForceOn }: Convict,
  { probation }: SamplePlan,
  random: RandomSource,
): Date | undefined {
  if (random.chance(probation.never_registered)) return undefined
  const { delays } = probation
  const chosen = delays[Number(random.pick(Object.fromEntries(delays.map(({ share }, index) => [index, share]))))]
  const [min = 0, max = 0] = chosen?.days ?? []
  return addDays(inForceOn, min + random.below(max - min + 1))
}

/** The terms of the order that follows a judgment. */
export function termsOf(
  convict: Convict,
  { termDays, category }: Judgment,
  registered: Date,
  random: RandomSource,
): OrderTerms {
  return {
    measure: measures[category] ?? '10',
    received: russianDate(addDays(registered, -random.below(4))),
    planned: termDays > 0 ? addDays(registered, Math.min(termDays, 1095)) : undefined,
    revoked: revocationOf(convict),
  }
}

/** The office learns of the judgment that merges the sentence in the weeks after its month. */
function revocationOf({ mergedIn, caseKey, personKey }: Convict): Date | undefined {
  if (mergedIn === undefined) return undefined
  const { year, month } = calendarMonth(mergedIn + 1)
  return new Date(Date.UTC(year, month - 1, 3 + randomFor('revoked', caseKey, personKey).below(20)))
}
