import { z } from 'zod'
import { formerly } from '#foundation'

/** A part of something, without none and all. */
export const share = z.number().gt(0).lt(1)

const names = z.array(z.string()).min(1)

const inferenceTarget = z.strictObject({
  dimensions: formerly('of', names.describe('the dimensions that are inferred')),
  positive: formerly('yes', names.optional().describe('codes that mean yes, for a yes-or-no question')),
  at_most: share.optional().describe('of declarations before version 2; not read, the limits of all cubes hold'),
})

/** What is declared of one cube. */
export const cubeDisclosureSchema = z.strictObject({
  dimensions: formerly('cells', names.describe('of the finest cells that are published, time first')),
  block: z
    .enum(['month', 'quarter', 'year'])
    .optional()
    .describe('the time that is solved at once, by default that of the cells'),
  separate: z
    .array(z.string())
    .default([])
    .describe('dimensions whose codes become known at different times, so that each is solved on its own'),
  coarsening_steps: formerly(
    'ladder',
    z
      .array(z.record(z.string(), z.string()))
      .default([])
      .describe('coarser grains, each on top of the one before, tried when promises are not kept'),
  ),
  decoys: z
    .strictObject({
      swap: formerly('vary', names.describe('dimensions in which a decoy differs from the cell that it covers')),
      match_on: formerly('alike', names.describe('dimensions that a decoy shares with the person it is taken from')),
      sensitive: formerly(
        'contrast',
        z
          .record(z.string(), names)
          .optional()
          .describe('a yes-or-no question whose sides lend each other as many decoys'),
      ),
    })
    .optional()
    .describe('left out for establishment figures, which are not perturbed'),
  non_additive_dimensions: formerly(
    'each',
    z
      .array(z.string())
      .default([])
      .describe('dimensions of which each code counts everyone once more, so that nobody adds them up'),
  ),
  control: z
    .strictObject({
      to: z
        .string()
        .optional()
        .describe(
          'a cube that is protected before and publishes the same count; left out where the codes of non-additive dimensions count the same people',
        ),
      by: names.describe('the table whose sums are one number, the time that is solved at once first'),
    })
    .optional()
    .describe('makes one number of a count that is published more than once'),
  every_cell: z.boolean().optional().describe('of declarations before version 3; not read, every cell is rounded'),
  promised: z.array(names).default([]).describe('tables of which every cell carries a promise'),
  inference_risk: formerly(
    'claims',
    z
      .strictObject({
        quasi_identifiers: formerly('known', names.describe('what an attacker knows of a person')),
        targets: formerly('answers', z.array(inferenceTarget).describe('what an attacker infers')),
      })
      .optional()
      .describe('left out where everything is known but what decoys swap'),
  ),
})
