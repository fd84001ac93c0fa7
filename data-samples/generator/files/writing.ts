import type { Jurisdiction } from '#jurisdictions'
import type { Window } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import type { SampleDeliveries } from './deliveries.ts'
import type { Tally } from './tally.ts'

/** What is drawn, and where it is written. */
export interface Writing {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly seed: number
  readonly scale: number
  readonly window: Window
  readonly deliveries: SampleDeliveries
  readonly tally?: Tally
}
