import { z } from 'zod'
import type { ClaimMeasure } from '../../disclosure/rounding/index.ts'

/** What a release says of claims on single people; shares of hundredths. Which stratum is the worst stays inside. */
export const claimSchema = z.object({
  answer: z.string(),
  /** Of all claims; null with too few. */
  right: z.number().nullable(),
  /** What may be right in the stratum that comes nearest to its limit; of all claims where no stratum has enough. */
  atMost: z.number(),
  /** What is right there; releases of earlier versions do not say. */
  worst: z.number().nullable().optional(),
  /** By how much claims are oftener right than guessing, where that is most; of yes-or-no questions. */
  gain: z.number().nullable().optional(),
  kept: z.boolean(),
})

const fewestClaims = 30

export function claimRecord(about: ClaimMeasure): z.output<typeof claimSchema> {
  const { answer, claimed, right, limit, strata, kept } = about
  const [worst] = strata
  const gains = strata.flatMap(({ gain }) => gain ?? [])
  return {
    answer,
    right: claimed < fewestClaims ? null : hundredths(right / claimed),
    atMost: hundredths(worst?.limit ?? limit),
    worst: worst === undefined ? null : hundredths(worst.right / worst.claims),
    gain: gains.length === 0 ? null : hundredths(Math.max(...gains)),
    kept,
  }
}

/** A share as a release tells it: hundredths, 1 at most. */
export function hundredths(share: number): number {
  return Math.round(Math.min(1, share) * 100) / 100
}
