import { z } from 'zod'

const account = z.object({
  read: z.number(),
  accepted: z.number(),
  duplicate: z.number(),
  superseded: z.number(),
  withdrawn: z.number(),
  quarantined: z.number(),
})

const coverage = z.object({ from: z.iso.date(), to: z.iso.date() })

/** What a generation says of itself. It is written once, with the facts, and never changed. */
export const generationSchema = z.object({
  id: z.string(),
  jurisdiction: z.string(),
  schema: z.number(),
  duckdb: z.string(),
  builtAt: z.iso.datetime(),
  /** Over the rows and the tables of the jurisdiction: equal facts have equal hashes, whatever run made them. */
  contentHash: z.string(),
  tablesHash: z.string(),
  persons: z.number(),
  /** First and last day that the deliveries cover; what lies after the last day is incomplete. */
  coverage: coverage.nullable(),
  synthetic: z.boolean(),
  deliveries: z.array(
    z.object({
      id: z.number(),
      register: z.string(),
      file: z.string(),
      sha256: z.string(),
      coverage: coverage.nullable(),
      synthetic: z.boolean(),
      account,
      reasons: z.record(z.string(), z.number()),
    }),
  ),
})

export type GenerationManifest = z.output<typeof generationSchema>
export type RecordedDelivery = GenerationManifest['deliveries'][number]

/** The shape of the facts. A home with another one is not opened: it is built again from its archive. */
export const factsSchema = 1
