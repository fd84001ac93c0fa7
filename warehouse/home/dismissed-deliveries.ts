import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readState, writeDurably } from '#foundation'

/** Where a home remembers deliveries that it is to go without. */
const file = (home: string) => join(home, 'dismissed.json')

const dismissedSchema = z.array(
  z.object({
    sha256: z.string(),
    /** The number of the generation with which it came: one that comes again is another decision. */
    generation: z.number().int(),
    at: z.iso.datetime(),
    /** The operator, or a rebuild that the operator let publish although their originals were missing. */
    by: z.enum(['operator', 'rebuild']).default('operator'),
  }),
)

/** A delivery that came, is not in the facts, and by decision of the operator does not have to be. Times are ISO 8601 in UTC. */
export type DismissedDelivery = z.output<typeof dismissedSchema>[number]

/** The deliveries that the operator of a home dismissed. @throws {@link Refusal} `STATE_BROKEN` */
export function dismissedDeliveries(home: string): readonly DismissedDelivery[] {
  return existsSync(file(home)) ? readState(file(home), dismissedSchema) : []
}

/** Remembers that deliveries were dismissed. Only whoever has the writer's lock may do it. */
export function dismissDeliveries(home: string, dismissed: readonly DismissedDelivery[]): void {
  write(home, [...dismissedDeliveries(home), ...dismissed])
}

/** Forgets that deliveries were dismissed. Only whoever has the writer's lock may do it. */
export function endDismissals(home: string, ended: readonly Pick<DismissedDelivery, 'sha256' | 'generation'>[]): void {
  const isEnded = (one: DismissedDelivery) =>
    ended.some(({ sha256, generation }) => sha256 === one.sha256 && generation === one.generation)
  const before = dismissedDeliveries(home)
  const after = before.filter((one) => !isEnded(one))
  if (after.length < before.length) write(home, after)
}

function write(home: string, dismissed: readonly DismissedDelivery[]): void {
  writeDurably(file(home), `${JSON.stringify(dismissed, null, 2)}\n`)
}
