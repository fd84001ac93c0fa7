import { existsSync, lstatSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { inPlainWords, type OpenFile, openPlainFile, Refusal, systemErrorCode, valueAt } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'

const manifestFile = z.strictObject({
  name: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'write the SHA-256 of the file: 64 digits and small letters from a to f'),
  rows: z.number().int().nonnegative(),
  totals: z
    .array(z.strictObject({ column: z.string(), sum: z.number() }))
    .default([])
    .describe('control totals: the sum of a column of numbers'),
})

const partsOfManifest = {
  period: z
    .strictObject({ from: z.iso.date(), to: z.iso.date() })
    .refine(({ from, to }) => from <= to, 'the period ends before it begins'),
  sent_at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('when the sender made it: of two deliveries the later one is right'),
  synthetic: z.boolean().default(false),
  files: z.array(manifestFile).min(1),
}

function schemaOfManifest(registers: readonly RegisterName[]) {
  return z.strictObject({ register: z.enum(registers), ...partsOfManifest })
}

/** A manifest that was taken in, as the archive keeps it; of what came before manifests were kept the files are not known. */
export const archivedManifestSchema = z.object({
  register: z.string(),
  ...partsOfManifest,
  files: z.array(manifestFile),
})

/** What a sender says about the files beside a `manifest.json`, once it was checked. */
export type DeliveryManifest = z.output<ReturnType<typeof schemaOfManifest>>
export type ManifestFile = z.output<typeof manifestFile>

/** A manifest names files and totals: one of a thousand files has 200 kB. */
const maxBytes = 2 ** 20

/**
 * The manifest in a folder, where there is one.
 *
 * @param within - the folder of all deliveries, in which it has to lie
 * @throws {@link Refusal} `MANIFEST_INVALID` with the field that is wrong, `NOT_A_PLAIN_FILE`, `PATH_LEAVES_FOLDER`
 */
export function readManifest(
  folder: string,
  within: string,
  { registers }: Pick<Jurisdiction, 'registers'>,
): DeliveryManifest | undefined {
  const path = join(folder, 'manifest.json')
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined
  const written = parse(path, within)
  const checked = schemaOfManifest([...registers.keys()]).safeParse(written)
  if (!checked.success) throw invalid(path, faultsText(checked.error.issues, written))
  if (checked.data.files.some(({ name }) => /[/\\]/.test(name) || name === '..')) {
    const advice =
      'The manifest names a file outside its own folder. Put all files of a delivery into the folder of their manifest.'
    throw new Refusal('PATH_LEAVES_FOLDER', advice, { file: path })
  }
  return checked.data
}

/** @throws {@link Refusal} `MANIFEST_INCOMPLETE` when a file that the manifest names is not there */
export function requireFiles(folder: string, { files }: DeliveryManifest): void {
  const missing = files.find(({ name }) => !existsSync(join(folder, name)))
  if (missing === undefined) return
  const advice = 'The manifest names a file that is not in its folder. Send the delivery again as a whole.'
  throw new Refusal('MANIFEST_INCOMPLETE', advice, { file: join(folder, missing.name) })
}

const maxFaults = 5

function faultsText(issues: readonly z.core.$ZodIssue[], written: unknown): string {
  const shown = issues.slice(0, maxFaults).map((issue) => faultText(issue, written))
  const others = issues.length > maxFaults ? [`${issues.length - maxFaults} further faults`] : []
  return [...shown, ...others].join('; ')
}

function faultText(issue: z.core.$ZodIssue, written: unknown): string {
  const where = issue.path.join('.')
  const message = inPlainWords(issue, valueAt(written, issue.path))
  return where === '' ? message : `${where}: ${message}`
}

function parse(path: string, within: string): unknown {
  const text = read(path, within)
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(path, 'it is not JSON')
  }
}

function read(path: string, within: string): string {
  const { handle, stats, close } = open(path, within)
  try {
    if (stats.size > maxBytes) throw invalid(path, 'it has more than 1 MiB')
    const bytes = Buffer.alloc(stats.size)
    return bytes.subarray(0, readSync(handle, bytes)).toString()
  } finally {
    close()
  }
}

function open(path: string, within: string): OpenFile {
  try {
    return openPlainFile(path, within)
  } catch (error) {
    throw error instanceof Refusal ? error : invalid(path, `it cannot be read (${systemErrorCode(error)})`)
  }
}

function invalid(file: string, what: string): Refusal {
  return new Refusal('MANIFEST_INVALID', `The manifest cannot be used: ${what}.`, { file })
}
