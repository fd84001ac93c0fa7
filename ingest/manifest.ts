import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { type RegisterName, registers } from '#jurisdictions'

const manifestFile = z.strictObject({
  name: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.number().int().nonnegative(),
})

/** What a sender says about the files beside a `manifest.json`. */
export const manifestSchema = z.strictObject({
  register: z.enum(Object.keys(registers) as [RegisterName]),
  period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  synthetic: z.boolean().default(false),
  files: z.array(manifestFile).min(1),
})

export type Manifest = z.output<typeof manifestSchema>
export type ManifestFile = z.output<typeof manifestFile>

/** @throws {@link Refusal} `MANIFEST_INVALID` with the field that is wrong */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) return undefined
  const checked = manifestSchema.safeParse(parse(path))
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw invalid(path, `${issue?.path.join('.')}: ${issue?.message}`)
}

/** @throws {@link Refusal} `MANIFEST_MISMATCH` when a file is not the one that the sender described */
export function requireMatch(path: string, described: ManifestFile, found: { sha256: string }): void {
  if (described.sha256 === found.sha256) return
  const advice = 'The file is not the one that the manifest describes (its SHA-256 differs). Send both again.'
  throw new Refusal('MANIFEST_MISMATCH', advice, { file: path })
}

/** @throws {@link Refusal} `MANIFEST_INCOMPLETE` when a file that the manifest names is not there */
export function requireFiles(folder: string, { files }: Manifest): void {
  const missing = files.find(({ name }) => !existsSync(join(folder, name)))
  if (missing === undefined) return
  const advice = 'The manifest names a file that is not beside it. Send the delivery again as a whole.'
  throw new Refusal('MANIFEST_INCOMPLETE', advice, { file: join(dirname(join(folder, 'manifest.json')), missing.name) })
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw invalid(path, 'it is not JSON')
  }
}

function invalid(file: string, what: string): Refusal {
  return new Refusal('MANIFEST_INVALID', `The manifest cannot be used: ${what}.`, { file })
}
