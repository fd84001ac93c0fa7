import { z } from 'zod'
import { numberParameter } from '#warehouse'

const quarters = 4
const [fewest, longest] = [quarters, 10 * quarters]
const part = (min: number, max: number) => numberParameter('number', min, max)
/** What may be asked of a projection: how far it goes, and the reform whose effect it tells. */
export const projectionOptions = z.strictObject({
  periods: numberParameter('whole_number', fewest, longest)
    .default(3 * quarters)
    .describe('of the method projection: quarters to come'),
  divert: part(0, 1)
    .default(0)
    .describe('of the method projection: part of the shorter prison sentences that becomes supervision, such as 0.3'),
  upTo: part(1, 120).default(12).describe('of the method projection: which sentences are shorter ones, in months'),
  term: part(1, 120).default(12).describe('of the method projection: months of supervision of those diverted'),
  earlier: part(0, 0.5).default(0).describe('of the method projection: part of the time in prison that is served less'),
  revocations: part(-1, 1)
    .default(0)
    .describe('of the method projection: relative change of revocations that lead to prison'),
})

export type ProjectionOptions = z.infer<typeof projectionOptions>
