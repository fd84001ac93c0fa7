import { z } from 'zod'
import { figureKinds } from '../../catalog/figure-kind.ts'
import { coverageSchema as daysSchema } from '../../generations/store/manifest.ts'
import { meaningSchema } from '../../versions/stored-meaning.ts'
import { claimSchema } from './claim-record.ts'
import { correctionSchema } from './correction-record.ts'

const gapSchema = z.object({ register: z.string(), quarter: z.string(), acceptedBy: z.string() })

/** A delivery as a whole: its register, and the last quarter that it covers. */
const waitingSchema = z.object({ register: z.string(), quarter: z.string().nullable() })

const promiseSchema = z.object({
  scope: z.enum(['promised', 'block', 'year', 'across']),
  greatest: z.number(),
  promisedGreatest: z.number(),
  mean: z.number(),
  promisedMean: z.number(),
  worstFamily: z.string().nullable(),
  kept: z.boolean(),
})

/** What was measured where a promise was not kept. */
export interface BrokenPromise {
  readonly cube: string
  /** Steps down the ladder of grains. */
  readonly coarseningStep: number
  readonly promise: z.output<typeof promiseSchema>['scope'] | 'claims' | 'corrections'
  readonly of: string
  readonly measured: number
  readonly promised: number
  /** How many times as wide the promise would have to be; claims and corrections never become wider. */
  readonly width: number | null
  readonly table?: string | null
}

const widthSchema = z.number().min(1).max(1.5)

/** Releases of earlier versions name one width of both parts. */
const widthsSchema = z.union([
  z.partialRecord(z.enum(['greatest', 'mean']), widthSchema),
  widthSchema.transform((both) => ({ greatest: both, mean: both })),
])

/** The parts of accuracy promises that a named person let become wider, by how many times. */
const widerSchema = z.object({
  acceptedBy: z.string(),
  widths: z.partialRecord(promiseSchema.shape.scope, widthsSchema),
})

/** How often intervals of 95 per cent hold, in whole per cent; by table they stand in the file of intervals. */
const coverageSchema = z.object({
  measure: z.string(),
  kind: z.enum(figureKinds),
  /** The register's own figure, over all tables. */
  own: z.number(),
  /** The figure that underlies it, over all tables. */
  underlying: z.number(),
  /** The same in the table where it is lowest. */
  least: z.number(),
  leastIn: z.string(),
})

const cubeSchema = z.object({
  cells: z.array(z.string()),
  dimensions: z.array(z.string()),
  /** Steps down the ladder of grains that were needed to keep the promises. */
  rung: z.number(),
  method: z.enum(['small-count-rounding', 'none']),
  rows: z.number(),
  promises: z.array(promiseSchema),
  claims: z.array(claimSchema),
  /** Of yearly batches; releases of earlier versions do not say. */
  corrections: z.array(correctionSchema).optional(),
  /** Of published small cells the share in which somebody is, in twentieths; releases of earlier versions do not say. */
  realThrees: z.number().optional(),
  wider: widerSchema.optional(),
  standardError: z.number(),
  /** Releases of earlier versions do not say. */
  coverage: z.array(coverageSchema).optional(),
  rollups: z.array(z.object({ table: z.string(), dimensions: z.array(z.string()) })),
})

export const headlineIndicators = ['persons', 'custodial_share'] as const

const headlineSchema = z.object({
  indicator: z.enum(headlineIndicators),
  period: z.string(),
  value: z.number().nullable(),
})

/**
 * What a release says of itself, publicly: nothing in it was computed from unprotected counts but the measured promises,
 * which are rounded. It is written once and never changed.
 */
export const releaseSchema = z.object({
  id: z.string(),
  number: z.number(),
  jurisdiction: z.string(),
  /** See `storedMeaning`. */
  meaning: meaningSchema,
  /** The month in which its years begin; releases of earlier versions do not say. */
  yearStarts: z.number().int().default(1),
  disclosureVersion: z.number(),
  publishedAt: z.iso.datetime(),
  /** The last quarter that it holds. */
  through: z.string(),
  /** Figures of later quarters are provisional. */
  finalThrough: z.string().nullable(),
  /** Whether earlier quarters were revised. */
  revised: z.boolean(),
  previous: z.string().nullable(),
  /** The day by which the next release is due. */
  nextDue: z.iso.date(),
  synthetic: z.boolean(),
  coverages: z.record(z.string(), daysSchema),
  gaps: z.array(gapSchema),
  /** Deliveries that had arrived and wait for the next yearly batch, in the order of their arrival. */
  waiting: z.array(waitingSchema).optional(),
  /** How often each quarter was drawn, with this release; see `draws.ts`. Earlier versions drew each once and do not say. */
  draws: z.record(z.string(), z.number().int().positive()).optional(),
  cubes: z.record(z.string(), cubeSchema),
  headlines: z.array(headlineSchema),
  /** Over the rows of all cubes: equal figures have equal hashes. */
  contentHash: z.string(),
  files: z.array(z.object({ name: z.string(), sha256: z.string() })),
})

/** What a release says of itself: public, as its figures are. */
export type ReleaseManifest = z.output<typeof releaseSchema>
export type PublishedCubeRecord = ReleaseManifest['cubes'][string]
/** A quarter for which a register has no whole delivery, and who let the release go without it. */
export type AcceptedGap = z.output<typeof gapSchema>
export type WiderPromises = z.output<typeof widerSchema>
export type WaitingDelivery = z.output<typeof waitingSchema>
export type HeadlineRecord = z.output<typeof headlineSchema>

/** What only the restricted side may know of a release. */
export const restrictedSchema = z.object({ generation: z.string(), secret: z.string() })
