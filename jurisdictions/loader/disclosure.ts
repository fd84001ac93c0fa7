import { z } from 'zod'

const bound = z.strictObject({
  greatest: z.number().positive().describe('no margin is off by more'),
  mean: z.number().positive().describe('no table of 20 margins or more is off by more on average'),
})

const share = z.number().gt(0).lt(1)

const names = z.array(z.string()).min(1)

const cube = z.strictObject({
  cells: names.describe('the finest cells that are published: dimensions, time first'),
  block: z
    .enum(['month', 'quarter', 'year'])
    .optional()
    .describe('the time that is solved at once, by default that of the cells'),
  separate: z
    .array(z.string())
    .default([])
    .describe('dimensions whose codes become known at different times, so that each is solved on its own'),
  ladder: z
    .array(z.record(z.string(), z.string()))
    .default([])
    .describe('coarser grains, each on top of the one before, tried when promises are not kept'),
  decoys: z
    .strictObject({
      vary: names.describe('dimensions in which a decoy differs from the cell that it covers'),
      alike: names.describe('dimensions in which the person is alike that a decoy takes the others from'),
      contrast: z
        .record(z.string(), names)
        .optional()
        .describe('a yes-or-no question whose sides lend each other as many decoys'),
    })
    .optional()
    .describe('left out for establishment figures, which are not perturbed'),
  each: z
    .array(z.string())
    .default([])
    .describe('dimensions of which each code counts everybody once more, so that nobody adds them up'),
  control: z
    .strictObject({
      to: z
        .string()
        .optional()
        .describe(
          'a cube that is protected before and publishes the same count; left out where the codes of "each" count the same people',
        ),
      by: names.describe('the table whose sums are one number, the time that is solved at once first'),
    })
    .optional()
    .describe('makes one number of a count that is published more than once'),
  every_cell: z.boolean().optional().describe('of declarations before version 3; not read, every cell is rounded'),
  promised: z.array(names).default([]).describe('tables of which every cell carries a promise'),
  claims: z
    .strictObject({
      known: names.describe('what an attacker knows of a person'),
      answers: z.array(
        z.strictObject({
          of: names,
          yes: names.optional().describe('codes that mean yes, for a yes-or-no question'),
          at_most: share.optional().describe('of declarations before version 2; not read, "claims" of all cubes holds'),
        }),
      ),
    })
    .optional()
    .describe('left out where everything is known but what decoys vary'),
})

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
    .strictObject({ soft: z.number().int().min(0), hard: z.number().int().min(0) })
    .default({ soft: 140, hard: 36 })
    .describe('passes of the search over all small cells: while it exchanges freely, and while it only improves'),
  minded_from: z
    .number()
    .positive()
    .default(1.5)
    .describe('the search minds tables whose margins hold so many units on average; higher is safer and less exact'),
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
    .strictObject({ promised: bound, block: bound, year: bound, across: bound })
    .default({
      promised: { greatest: 2, mean: 1 },
      block: { greatest: 11, mean: 2.5 },
      year: { greatest: 12, mean: 3.5 },
      across: { greatest: 15, mean: 4 },
    })
    .describe('the error of margins: of those promised by name, within a block of time, within a year, over years'),
  claims: z
    .strictObject({
      at_most: share.describe(
        'claims on an answer of many that may be right, or as many as guessing and over_guessing',
      ),
      over_guessing: share.describe('claims on a yes-or-no question may be right by so much oftener than guessing'),
      gain: share.describe('the same against guessing on everybody who is unique'),
      from: z.number().int().min(30).describe('strata with fewer claims are not judged'),
    })
    .default({ at_most: 0.6, over_guessing: 0.05, gain: 0.1, from: 100 })
    .describe('what may be claimed of people who are unique on what is known, in every stratum'),
  cubes: z.record(z.string(), cube).default({}).describe('a cube that is not here is not public'),
})

/** The JSON Schema of `disclosure.yaml`, for editors. */
export function disclosureJsonSchema(): unknown {
  return z.toJSONSchema(disclosureSchema, { io: 'input' })
}

/** How a jurisdiction protects what it publishes, as `disclosure.yaml` declares it. */
export type Disclosure = z.output<typeof disclosureSchema>
/** What is declared of one cube that is published. */
export type CubeDisclosure = Disclosure['cubes'][string]
