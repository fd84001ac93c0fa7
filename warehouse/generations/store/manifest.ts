import { z } from 'zod'
import { meaningSchema } from '../../versions/stored-meaning.ts'

export const accountSchema = z.object({
  read: z.number(),
  accepted: z.number(),
  duplicate: z.number(),
  superseded: z.number(),
  withdrawn: z.number(),
  quarantined: z.number(),
})

export const coverageSchema = z.object({ from: z.iso.date(), to: z.iso.date() })

/** A figure about the registers themselves: the share handed over in time, the residual of a ledger. */
export const qualitySchema = z.object({
  measure: z.enum([
    'handoff_judgments',
    'handoff_within_10',
    'handoff_within_30',
    'handoff_unmatched',
    'ledger_residual',
  ]),
  /** A year for the hand-off, a register and a quarter for the ledger. */
  subject: z.string(),
  value: z.number(),
})

const writtenSchema = z.object({
  id: z.string(),
  number: z.number(),
  jurisdiction: z.string(),
  /** The shape of the facts, in manifests of before `storedMeaning` said it too. */
  schema: z.number().optional(),
  /** See `storedMeaning`. */
  meaning: meaningSchema,
  /** Fingerprint of the secret of its pseudonyms; generations of before it was kept have none. */
  pseudonyms: z.string().optional(),
  duckdb: z.string(),
  builtAt: z.iso.datetime(),
  /** Over the rows and the tables of the jurisdiction: equal facts have equal hashes, whatever run made them. */
  contentHash: z.string(),
  tablesHash: z.string(),
  persons: z.number(),
  registers: z.record(z.string(), z.object({ rows: z.number(), hash: z.string() })),
  /** Persons by year and sanction class, to tell what a later generation changed. */
  figures: z.array(z.object({ year: z.number(), sanction_class: z.string(), persons: z.number() })),
  quality: z.array(qualitySchema),
  /** First and last day that the deliveries of each register cover; what lies after the last day is incomplete. */
  coverages: z.record(z.string(), coverageSchema),
  synthetic: z.boolean(),
  deliveries: z.array(
    z.object({
      id: z.number(),
      /** Number of the generation in which its rows were first true. */
      generation: z.number(),
      register: z.string(),
      file: z.string(),
      sha256: z.string(),
      coverage: coverageSchema.nullable(),
      sentAt: z.string().nullable(),
      synthetic: z.boolean(),
      account: accountSchema,
      reasons: z.record(z.string(), z.number()).readonly(),
    }),
  ),
})

/** The shape of the facts when their meaning was first numbered. */
const firstShape = 4

/** What a generation says of itself. It is written once, with the facts, and never changed. */
export const generationSchema = writtenSchema.transform(({ schema = firstShape, meaning, ...manifest }) => ({
  ...manifest,
  meaning: schema < firstShape ? 0 : meaning,
}))

/** What a generation of the facts says of itself. */
export type GenerationManifest = z.output<typeof generationSchema>
/** One delivery whose rows are in the facts: what it was, what it covers, what became of its rows. */
export type RecordedDelivery = GenerationManifest['deliveries'][number]
/** A figure about the registers themselves, such as the share of judgments that were handed over in time. */
export type QualityFigure = z.output<typeof qualitySchema>
