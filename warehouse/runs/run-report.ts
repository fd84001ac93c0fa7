import { z } from 'zod'
import type { LimitBreach } from '#jurisdictions'
import { accountSchema, coverageSchema, qualitySchema } from '../generations/store/manifest.ts'

/** The limits that deliveries may pass. */
export const limitCodes = [
  'TOO_MANY_QUARANTINED',
  'TOO_MANY_UNMAPPED',
  'TOO_MANY_UNKNOWN_PARENTS',
  'VOLUME_DRIFT',
  'CENSUS_MISSING',
  'SUM_AMONG_ROWS',
  'PUBLISHED_TOTAL',
  'KEY_OF_TWO_MEANINGS',
] as const

const limitSchema = z.object({
  code: z.string(),
  outcome: z.enum(['note', 'block']),
  register: z.string(),
  found: z.number(),
  unit: z.enum(['share', 'ratio', 'count']),
  least: z.number().nullable(),
  greatest: z.number(),
  subject: z.string().nullable(),
}) satisfies z.ZodType<LimitBreach>

const counts = z.record(z.string(), z.number()).readonly()

const deliverySchema = z.object({
  register: z.string(),
  file: z.string(),
  sha256: z.string(),
  coverage: coverageSchema.nullable(),
  sentAt: z.string().nullable(),
  synthetic: z.boolean(),
  account: accountSchema,
  /** Rows of earlier deliveries that it ended; reports of before this was counted have none. */
  ended: z.object({ superseded: z.number(), replaced: z.number(), withdrawn: z.number() }).optional(),
  reasons: counts,
  /** The first rows of each reason, by their numbers in the file. */
  rows: z.record(z.string(), z.array(z.number()).readonly()).readonly().default({}),
  /** The columns that the reasons name, as they are called in the file. */
  columns: z.record(z.string(), z.string()).readonly().default({}),
  layout: counts,
  checks: z.array(limitSchema).readonly(),
  notes: z.array(z.string()).readonly(),
})

/** `published_with_note` when limits were passed that only need to be told; `published_in_part` when registers wait for refused files; `blocked` when one forbids to publish. */
export const decisions = [
  'published',
  'published_with_note',
  'published_in_part',
  'nothing_new',
  'blocked',
  'refused',
  'dry_run',
] as const

/**
 * - `SECRET_RECORDED`: the home was made before generations said of which secret their pseudonyms are; this one does;
 * - `FILES_MADE_PRIVATE`: other users of the machine could read files of the home; they no longer can;
 * - `FILES_STAY_OPEN`: some belong to another user, who has to shut them;
 * - `CLOCK_BEFORE_LAST_RUN`: the clock of the machine stands before the start of the previous run;
 * - `CLOCK_FAR_AHEAD`: it stands more than 400 days after all that the home knows of, so that nothing is deleted for its age;
 * - `STEWARDS_UNREADABLE`: the file of stewards cannot be used, so that nobody knows which deliveries are late;
 * - `INCOMING_STAYS`: files that were taken in still lie in the incoming folder, which does not allow their removal;
 * - `RETENTION_FAILED`: a damaged file of the access or of the audit log: old entries stay, or the log was not signed;
 * - `STATE_BROKEN`: a file of the home is damaged (`brokenFile`), so that nobody knows what a rollback left out.
 */
export const homeNotes = [
  'SECRET_RECORDED',
  'FILES_MADE_PRIVATE',
  'FILES_STAY_OPEN',
  'CLOCK_BEFORE_LAST_RUN',
  'CLOCK_FAR_AHEAD',
  'STEWARDS_UNREADABLE',
  'INCOMING_STAYS',
  'RETENTION_FAILED',
  'STATE_BROKEN',
] as const
/** One of {@link homeNotes}. */
export type HomeNote = (typeof homeNotes)[number]

/** A period of a register whose delivery is late. */
const latePeriodSchema = z.object({
  register: z.string(),
  /** `2026-10`, `2026-Q3` or `2026`. */
  period: z.string(),
  /** The last day on which it was expected, as YYYY-MM-DD. */
  expected: z.string(),
})
/** A period of a register whose delivery is late: the period, and the last day on which it was expected. */
export type LatePeriod = z.output<typeof latePeriodSchema>

/** Files that were announced or begun and are not there. */
const missingSchema = z.object({
  /**
   * - `MANIFEST_ALONE`: a manifest lies there without any of its files;
   * - `MANIFEST_INCOMPLETE`: it names more files than are there;
   * - `EMPTY_FOLDER`: a folder without any file;
   * - `FOLDER_NOT_FILE`: an empty folder with the name of an extract.
   */
  code: z.enum(['MANIFEST_ALONE', 'MANIFEST_INCOMPLETE', 'EMPTY_FOLDER', 'FOLDER_NOT_FILE']),
  folder: z.string(),
  register: z.string().nullable(),
  period: coverageSchema.nullable(),
  /** The names of the files, as far as they are known. */
  files: z.array(z.string()).readonly(),
})

const leftOutSchema = z.object({
  register: z.string(),
  file: z.string(),
  sha256: z.string(),
  /** The number of the generation with which it came. */
  generation: z.number().int(),
  /** Whether it was retaken and goes on waiting for a night. */
  waits: z.boolean().default(false),
})

/** What a nightly run did. Exact counts: for stewards and operators only. */
export const runReportSchema = z.object({
  run: z.string(),
  /** 1, 2, 3 … in the order of runs; 0 in reports from before runs had numbers. */
  sequence: z.number().int().default(0),
  jurisdiction: z.string(),
  synthetic: z.boolean(),
  decision: z.enum(decisions),
  /** The generation that is served after the run. */
  generation: z.string().nullable(),
  deliveries: z.array(deliverySchema).readonly(),
  /** What the operator should know of the home itself. */
  notes: z.array(z.enum(homeNotes)).default([]),
  /** The file that the note `STATE_BROKEN` is about. */
  brokenFile: z.string().nullable().default(null),
  refusals: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      file: z.string().nullable(),
      row: z.number().nullable(),
      column: z.string().nullable(),
      /** The register that the file belongs to, as far as its name says so. */
      register: z.string().nullable().default(null),
    }),
  ),
  /** Registers of which nothing was taken, for a file of theirs or of what they are counted with was refused. */
  waiting: z.array(z.string()).default([]),
  /** Deliveries that had not come on the day on which the installation expects them. */
  late: z.array(latePeriodSchema).default([]),
  /** Files of systems and transfers among the extracts: they were left where they are. */
  skipped: z.array(z.string()).default([]),
  /** Files that are not there: nothing is refused for them. */
  missing: z.array(missingSchema).default([]),
  /** Deliveries that a rollback left out, that did not come again and that nobody dismissed. */
  leftOut: z.array(leftOutSchema).default([]),
  /** Limits that the operator let pass, by name. */
  accepted: z.array(z.string()),
  /** Rows held per register, before and after. */
  registers: z.array(z.object({ register: z.string(), before: z.number(), after: z.number() })),
  /** Persons by year and sanction class that are other ones than in the generation before. */
  figures: z.array(z.object({ year: z.number(), sanction_class: z.string(), before: z.number(), after: z.number() })),
  quality: z.array(qualitySchema),
  /** Originals whose time in the archive was over. */
  originalsRemoved: z.number(),
  /** Milliseconds per step. */
  durations: counts,
})

/** What a nightly run took in, refused and published, in exact counts. */
export type RunReport = z.output<typeof runReportSchema>
/** What became of a run; see {@link decisions}. */
export type Decision = RunReport['decision']

/** Whether somebody has to look at what came: a file was refused, or a limit blocked. */
export function hasFailed({ decision, refusals }: Pick<RunReport, 'decision' | 'refusals'>): boolean {
  return decision === 'refused' || decision === 'blocked' || refusals.length > 0
}
