import { z } from 'zod'
import { canonicalJson, sha256 } from '#foundation'
import { languages } from '#jurisdictions'

const claimSchema = z.strictObject({
  name: z.string().max(100),
  title: z.string().max(500),
  dataset: z.string().max(100),
  /** For findings: the method that was asked over the dataset. */
  method: z.string().max(100).optional(),
  parameters: z.record(z.string().max(100), z.string().max(10_000)),
  /** Over the values, in canonical form. */
  sha256: z.string().length(64),
})

/**
 * What an exported file says of its figures: the release and the question of each. It names questions and hashes, never a
 * value.
 */
export const manifestSchema = z.strictObject({
  taraza: z.literal(1),
  kind: z.enum(['pack', 'chart']),
  name: z.string().max(200),
  language: z.enum(languages),
  jurisdiction: z.string().max(100),
  level: z.literal('public'),
  release: z.string().max(40),
  publishedAt: z.iso.datetime(),
  /** Of the release: equal figures have equal hashes. */
  contentHash: z.string().max(100),
  protection: z.string().max(200),
  /** The version of the platform that made the file: a later one may have better methods. */
  software: z.string().max(40),
  synthetic: z.boolean(),
  figures: z.array(claimSchema).max(500),
})

export type Manifest = z.infer<typeof manifestSchema>
export type FigureClaim = Manifest['figures'][number]

const digits = 12

/** The hash of values: of the rows of an answer, or of what a method found. Numbers count to twelve digits. */
export function hashOfValues(values: unknown): string {
  return sha256(canonicalJson(rounded(values)))
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(digits))
  if (Array.isArray(value)) return value.map(rounded)
  if (value === null || typeof value !== 'object') return value ?? null
  const present = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(present.map(([name, part]) => [name, rounded(part)]))
}
