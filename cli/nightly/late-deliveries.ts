import { Refusal } from '#foundation'
import { dayIn, type Jurisdiction } from '#jurisdictions'
import { calendarOf, type ExpectedDeliveries, type GenerationManifest, type LatePeriod, latePeriods } from '#warehouse'

/** Reads when deliveries are expected. @throws {@link Refusal} where that cannot be read */
export type ReadExpected = (jurisdiction: Jurisdiction) => readonly ExpectedDeliveries[]

/**
 * Which deliveries are late by the calendar of the jurisdiction.
 *
 * @returns `undefined` when it cannot be read which are expected
 */
export function lateDeliveries(
  expected: ReadExpected,
  generation: GenerationManifest | undefined,
  jurisdiction: Jurisdiction,
  now: Date,
): LatePeriod[] | undefined {
  try {
    const today = dayIn(jurisdiction.profile.time_zone, now)
    return latePeriods(expected(jurisdiction), generation?.deliveries ?? [], today, calendarOf(jurisdiction))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
