import { z } from 'zod'

/** What a revision tells of corrections to whoever subtracts it from the release before; shares of hundredths. */
export const correctionSchema = z.object({
  answer: z.string(),
  /** Of the cells that moved, or of the claims; null with too few. */
  right: z.number().nullable(),
  atMost: z.number(),
})

export type CorrectionRecord = z.output<typeof correctionSchema>
