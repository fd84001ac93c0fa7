import { z } from 'zod'
import { formerly } from '#foundation'
import { cubeDisclosureSchema, share } from './disclosure-cube.ts'

const bound = z
  .strictObject({
    max: formerly('greatest', z.number().positive().describe('no margin is off by more')),
    mean: z.number().positive().describe('no table of 20 margins or more is off by more on average'),
  })
  // Stored releases name the errors of their tables so.
  .transform(({ max, mean }) => ({ greatest: max, mean }))

const inferenceLimits = z
  .strictObject({
    max_share: formerly(
      'at_most',
      share.describe('claims on an answer of many that may be right, or as many as guessing and max_over_guessing'),
    ),
    max_over_guessing: formerly(
      'over_guessing',
      share.describe('claims on a yes-or-no question may be right by so much oftener than guessing'),
    ),
    max_gain: formerly('gain', share.describe('the same against guessing on everyone who is unique')),
    min_claims: formerly('from', z.number().int().min(30).describe('strata with fewer claims are not judged')),
  })
  .describe('what may be claimed of people who are unique on quasi-identifiers, in every stratum')

/** What a jurisdiction publishes of each cube and what it promises of it: `disclosure.yaml`. */
export const disclosureSchema = z.strictObject({
  version: z.number().int().default(1).describe('raised with every change; releases name it'),
  decoys: z
    .number()
    .int()
    .min(2)
    .max(12)
    .default(5)
    .describe('true zeros that may be published, for each cell of 1 or 2'),
  sweeps: z
    .strictObject({
      soft: z.number().int().min(0).describe('passes in which it exchanges freely'),
      hard: z.number().int().min(0).describe('passes in which it only improves'),
    })
    .default({ soft: 140, hard: 36 })
    .describe('passes of the search over all small cells: while it exchanges freely, and while it only improves'),
  min_mean_cell_for_control: formerly(
    'minded_from',
    z
      .number()
      .positive()
      .default(1.5)
      .describe('the search controls tables whose margins have so many units on average; higher is safer, less exact'),
  ),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(4)
    .describe('how often a block of time is solved before a coarser grain is tried'),
  search_up_to: z
    .number()
    .int()
    .positive()
    .default(100_000)
    .describe('persons a year; above, the search makes fewer passes in the same time'),
  promises: z
    .strictObject({
      promised: bound.describe('of tables promised by name'),
      block: bound.describe('within the time that is solved at once'),
      year: bound.describe('within a year'),
      across: bound.describe('over years'),
    })
    .prefault({
      promised: { max: 2, mean: 1 },
      block: { max: 11, mean: 2.5 },
      year: { max: 12, mean: 3.5 },
      across: { max: 15, mean: 4 },
    })
    .describe('the error of margins: of those promised by name, within a block of time, within a year, over years'),
  inference_risk: formerly(
    'claims',
    inferenceLimits.default({ max_share: 0.6, max_over_guessing: 0.05, max_gain: 0.1, min_claims: 100 }),
  ),
  cubes: z.record(z.string(), cubeDisclosureSchema).default({}).describe('a cube that is not here is not public'),
})

/** How a jurisdiction protects what it publishes, as `disclosure.yaml` declares it. */
export type Disclosure = z.output<typeof disclosureSchema>
/** What is declared of one cube that is published. */
export type CubeDisclosure = Disclosure['cubes'][string]
