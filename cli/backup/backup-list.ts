import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { canonicalJson, Refusal, sha256 } from '#foundation'
import { storedMeaning } from '#warehouse'
import { readable } from './copy-file.ts'

/** The list that makes a folder a backup. */
export const listFile = 'BACKUP.json'

const listFormat = 1
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const fingerprint = z.string().nullable()

/** Characters of names are free, but no path leads out of the home, and none is written in two ways. */
export const pathSchema = z.string().refine((path) => {
  const parts = path.split('/')
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'))
})

const listedFileSchema = z.strictObject({
  path: pathSchema,
  /** Bytes. */
  size: z.number().int().min(0),
  sha256: hash,
  /** Milliseconds since 1970. */
  modified: z.number(),
  /** See `HomeFile`: a later backup need not read a file that still has it. */
  stamp: z.string().optional(),
})

const listSchema = z.strictObject({
  format: z.literal(listFormat),
  /** Version of the program that wrote it. */
  program: z.string(),
  /** See `storedMeaning`. */
  meaning: z.number().int(),
  jurisdiction: z.string(),
  /** Counted from 1 in one folder, whatever the clock says. */
  number: z.number().int().min(1),
  at: z.iso.datetime(),
  release: z.string().nullable(),
  generation: z.string().nullable(),
  secrets: z.strictObject({ included: z.boolean(), pseudonyms: fingerprint, disclosure: fingerprint }),
  /** Paths of what belongs to the home and is not in the backup. */
  leftOut: z.array(z.string()),
  folders: z.array(z.strictObject({ path: pathSchema, modified: z.number() })),
  files: z.array(listedFileSchema),
})

export type ListedFile = z.output<typeof listedFileSchema>

/** What a backup says of itself: every file of it, and of what home it is. */
export type BackupList = z.output<typeof listSchema>

/** The text of a list, sealed by the hash of the rest: an edited or damaged one is found. */
export function textOfList(list: BackupList): string {
  return `${JSON.stringify({ ...list, seal: sha256(canonicalJson(list)) }, null, 1)}\n`
}

/**
 * Reads the list of a backup.
 *
 * @throws {@link Refusal} `BACKUP_BROKEN` when it is not what was written, or names what cannot be in a home; `FOREIGN_SCHEMA`
 * when a later version of the program wrote it
 */
export function readList(file: string): BackupList {
  const { seal, ...rest } = sealedIn(file)
  requireKnown(file, rest)
  if (seal !== sha256(canonicalJson(rest))) throw brokenList(file, 'was changed or damaged')
  const { data, error } = listSchema.safeParse(rest)
  if (data === undefined) throw brokenList(file, `is not a list of this program at ${error?.issues[0]?.path.join('.')}`)
  const missing = requiredPaths(data).find((path) => !data.files.some((one) => one.path === path))
  if (missing !== undefined) throw brokenList(file, `lacks the file ${missing}`)
  const twice = pathTwice(data)
  if (twice !== undefined) throw brokenList(file, `contains ${twice} twice`)
  return data
}

function sealedIn(file: string): Record<string, unknown> {
  try {
    const text = readable(file, (path) => readFileSync(path, 'utf8'))
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (error) {
    throw error instanceof Refusal ? error : brokenList(file, 'cannot be read', error)
  }
}

function requireKnown(file: string, list: object): void {
  const { data } = z.object({ format: z.number(), meaning: z.number(), program: z.string() }).safeParse(list)
  if (data === undefined || (data.format <= listFormat && data.meaning <= storedMeaning)) return
  const advice = `A later version of the program made this backup (${data.program}, meaning ${data.meaning}; this version knows ${storedMeaning}). Install that version or a newer one.`
  throw new Refusal('FOREIGN_SCHEMA', advice, { file })
}

/** Without them a home would look new, or have figures without their secrets. */
function requiredPaths({ release, generation, secrets }: BackupList): readonly string[] {
  const key = (name: 'pseudonyms' | 'disclosure') =>
    secrets.included && secrets[name] !== null ? [`secrets/${name}.key`] : []
  return [
    'home.json',
    ...(release === null ? [] : ['RELEASE.json', `releases/${release}/manifest.json`]),
    ...(generation === null ? [] : ['CURRENT.json', `generations/${generation}/manifest.json`]),
    ...key('pseudonyms'),
    ...key('disclosure'),
  ]
}

/** A path that is two files, or a file and a folder. */
function pathTwice({ files, folders }: BackupList): string | undefined {
  const known = new Set([...folders, ...files].flatMap(({ path }) => foldersAbove(path)))
  for (const { path } of folders) known.add(path)
  return files.find(({ path }) => known.size === known.add(path).size)?.path
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** What can be done about a damaged backup. */
export const damageAdvice =
  'Restore another backup by naming its folder. Where the home is at hand, "taraza backup --repair FOLDER" repairs the backups. Nothing was changed.'

function brokenList(file: string, what: string, cause?: unknown): Refusal {
  const advice = `The list ${basename(dirname(file))}/${listFile} ${what}. ${damageAdvice}`
  return new Refusal('BACKUP_BROKEN', advice, { file }, { cause })
}
