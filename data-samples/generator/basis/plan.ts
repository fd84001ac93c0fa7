import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readYaml } from '#foundation'
import { jurisdictionFolder, text } from '#jurisdictions'

const weights = z.record(z.string(), z.number().nonnegative())
const tilted = z.record(z.string(), z.strictObject({ weight: z.number().positive(), custodial: z.number().positive() }))

const perYear = z.record(z.string().regex(/^\d{4}$/), z.number().nonnegative())

/** One kind of probation: who is on the register at the end of each year, and who enters in each year. */
const probationKind = z.strictObject({ opening: z.number(), stock: perYear, entries: perYear })

const planSchema = z.strictObject({
  published: z.array(z.string()),
  persons: z.record(z.string().regex(/^\d{4}$/), z.record(z.string(), z.number().int().nonnegative())),
  seasons: z.array(z.number().positive()).length(12),
  regions: tilted,
  offences: tilted,
  categories: z.record(z.string(), weights),
  without_term: z.array(z.string()).describe('custodial categories that have no length'),
  additional_sanction: z.string().describe('a category that some custodial sentences carry besides'),
  women_share: z.number().min(0).max(1),
  detained_share: z.strictObject({ custodial: z.number(), other: z.number() }),
  custody: z.strictObject({
    opening: z.number(),
    stock: perYear,
    unsentenced_share: perYear,
    amnesties: z.array(z.iso.date()),
  }),
  probation: z.strictObject({
    executive: probationKind,
    pre_trial: probationKind,
    penitentiary: probationKind,
    post_penitentiary: probationKind,
    never_registered: z.number().describe('share of judgments that probation never registers'),
    delays: z.array(z.strictObject({ share: z.number(), days: z.tuple([z.number(), z.number()]) })),
  }),
  assessed_from: z.iso.date(),
  assessed: z.array(z.strictObject({ until: z.iso.date(), share: z.number() })),
  posts: z.record(
    z.string(),
    z.strictObject({ service: z.string(), role: z.string(), caseload: z.boolean(), posts: z.number().int() }),
  ),
  training: z.array(z.string()).describe('topics of trainings'),
  activities: z.array(z.strictObject({ component: z.string(), title: text })),
  population: z.strictObject({ total: perYear, regions: weights, women: z.number(), ages: weights }),
})

/** What the synthetic extracts of a jurisdiction reproduce. */
export type SamplePlan = z.output<typeof planSchema>

/** @throws {@link Refusal} `NO_SAMPLES` when the jurisdiction has no plan for synthetic extracts */
export function readPlan(jurisdiction: string): SamplePlan {
  const path = join(jurisdictionFolder(jurisdiction), 'samples.yaml')
  if (existsSync(path)) return readYaml(path, planSchema, 'SAMPLES_INVALID')
  throw new Refusal('NO_SAMPLES', `There is no plan for synthetic extracts of "${jurisdiction}" (samples.yaml).`)
}
