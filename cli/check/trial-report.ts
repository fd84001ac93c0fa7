import { z } from 'zod'
import { runReportSchema } from '#warehouse'

/**
 * Against what the files were tried:
 *
 * - `current`: the facts and the quarantine of the home, as the next nightly run would;
 * - `no_home`: nothing, for there is no home yet;
 * - `other_jurisdiction`: nothing, for the home is of another jurisdiction;
 * - `sample_home`: nothing, for the home was begun with the sample and takes synthetic data only.
 */
export const bases = ['current', 'no_home', 'other_jurisdiction', 'sample_home'] as const

const unknownValue = z.object({
  value: z.string(),
  /** What it was looked up by, where the crosswalk asks for it. */
  regime: z.string().nullable(),
  serving: z.string().nullable(),
  rows: z.number(),
  /** The file that would know it. */
  edit: z.string(),
  /** What to add there; the nearest known code stands in it, or `CODE` where none is near. */
  add: z.string(),
})

const unknownColumn = z.object({
  file: z.string(),
  /** The name of the column in the file, and its name in the contract. */
  source: z.string(),
  column: z.string(),
  values: z.array(unknownValue).readonly(),
  /** Values that are not told, for they could be something else than a code, and their rows. */
  withheld: z.object({ values: z.number(), rows: z.number() }),
})

/** What `taraza check --json` prints: the report of the night that would follow, without what only a night that publishes has. */
export const trialReportSchema = runReportSchema
  .omit({
    run: true,
    sequence: true,
    generation: true,
    decision: true,
    accepted: true,
    originalsRemoved: true,
    notes: true,
    late: true,
    leftOut: true,
    brokenFile: true,
  })
  .extend({
    /** What the night would decide: `published`, `published_with_note`, `published_in_part`, `nothing_new`, `blocked` or `refused`. */
    decision: runReportSchema.shape.decision.exclude(['dry_run']),
    /** Everything would be let in: no row is set aside, no register waits. */
    whole: z.boolean(),
    basis: z.object({
      why: z.enum(bases),
      home: z.string(),
      /** The generation that the files were tried against. */
      generation: z.string().nullable(),
    }),
    /** Files whose name belongs to no contract, which the night would refuse. */
    misnamed: z.array(z.string()),
    /** Measures that cannot be counted, for a contract lacks a column. */
    notAvailable: z.array(
      z.object({
        dataset: z.string(),
        measure: z.string(),
        missing: z.array(z.object({ register: z.string(), column: z.string() })).readonly(),
      }),
    ),
    /** Only when they are asked for: they are cells of the sender. */
    unknownValues: z.array(unknownColumn).optional(),
  })

export type TrialReport = z.output<typeof trialReportSchema>
export type UnknownColumn = z.output<typeof unknownColumn>
