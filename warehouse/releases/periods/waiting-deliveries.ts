import { periodName } from '../../catalog/periods.ts'
import { type Calendar, monthOf } from '../../facts/calendar.ts'
import type { GenerationManifest } from '../../generations/store/manifest.ts'
import { generationStore } from '../../generations/store/store.ts'
import { isOfEarlierVersion } from '../../versions/stored-meaning.ts'
import type { WaitingDelivery } from '../store/manifest.ts'

/** Generations of this version before one, the latest first, each with fewer whole deliveries: none is chosen by what it changes. */
export function earlierGenerations(home: string, { number }: GenerationManifest): readonly string[] {
  return generationStore
    .list(home)
    .filter((one) => one.number < number && !isOfEarlierVersion(one))
    .toReversed()
    .map(({ id }) => id)
}

/** Deliveries that are stored and a release of an earlier generation does not, in the order of their arrival. */
export function waitingSince(
  home: string,
  facts: GenerationManifest,
  calendar: Calendar,
): { readonly waiting?: WaitingDelivery[] } {
  const deliveries = generationStore.current(home)?.deliveries ?? []
  const waiting = deliveries
    .filter(({ generation }) => generation > facts.number)
    .sort((one, other) => one.id - other.id)
    .map(({ register, coverage }) => ({
      register,
      quarter: coverage === null ? null : periodName(monthOf(coverage.to, calendar), 'quarter', calendar),
    }))
  return waiting.length === 0 ? {} : { waiting }
}
