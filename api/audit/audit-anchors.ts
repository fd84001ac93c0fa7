import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, isSignedBy } from '#foundation'
import {
  anchorsFile,
  auditFiles,
  auditFolder,
  auditLines,
  brokenLog,
  type End,
  hashOfLine,
  linesIn,
} from './audit-files.ts'
import { auditKey, auditKeyPath } from './audit-key.ts'
import { appendDurably } from './audit-log.ts'

const endSchema = z.strictObject({ number: z.number(), hash: z.string(), at: z.string() })
const endsSchema = z.record(z.string(), endSchema)

const anchorSchema = z.strictObject({
  number: z.number(),
  at: z.string(),
  /** The hash of the anchor before; empty in the first one. */
  before: z.string(),
  /** Files and lines of the log so far, also of files that were removed after their time. */
  files: z.number(),
  lines: z.number(),
  /** The files that grew since the anchor before, and where each ends now. */
  ends: endsSchema,
  /** The files that are removed with this line, where each ended, and the days that they were kept. */
  removed: z.strictObject({ days: z.number(), ends: endsSchema }).optional(),
  key: z.string(),
  signature: z.string(),
})

/** A signed line about the whole log: how much there is, and where each file ends. */
export type Anchor = z.output<typeof anchorSchema>

/** Where a file ended, and when its last line was written. */
export type AnchoredEnd = End & { readonly at: string }

/**
 * Signs what the log holds now, and writes it beside the log.
 *
 * @param removed - files that are about to be removed, and the days that they were kept
 * @returns the line, to be kept outside too; `undefined` while there is no log
 */
export function anchorAuditLog(home: string, now: Date, removed?: Anchor['removed']): Anchor | undefined {
  const before = readAnchors(home)
  const ends = endsNow(home)
  if (before.length === 0 && Object.keys(ends).length === 0) return undefined
  const known = anchoredEnds(before)
  const grown = Object.entries(ends).filter(([file, { hash }]) => known.get(file)?.hash !== hash)
  const all = new Map([...known, ...grown])
  const key = auditKey(home)
  const last = before.at(-1)
  const body = {
    number: before.length,
    at: now.toISOString(),
    before: last === undefined ? '' : hashOfLine(last),
    files: all.size,
    lines: [...all.values()].reduce((sum, { number }) => sum + number + 1, 0),
    ends: Object.fromEntries(grown),
    ...(removed === undefined ? {} : { removed }),
    key: key.publicKey,
  }
  const anchor: Anchor = { ...body, signature: key.sign(signedText(body)) }
  appendDurably(join(auditFolder(home), anchorsFile), JSON.stringify(anchor))
  return anchor
}

/**
 * The signed lines of a home, checked one by one.
 *
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN` for one that is missing, was changed or was not signed here
 */
export function readAnchors(home: string): readonly Anchor[] {
  const path = join(auditFolder(home), anchorsFile)
  const anchors = existsSync(path) ? anchorsIn(path, anchorsFile) : []
  if (anchors.length === 0) {
    if (existsSync(auditKeyPath(home))) throw brokenLog(anchorsFile, 1, 'is missing: lines were signed before')
    return []
  }
  const { publicKey } = auditKey(home)
  for (const [index, { number, before, key }] of anchors.entries()) {
    const last = anchors[index - 1]
    if (number !== index || before !== (last === undefined ? '' : hashOfLine(last)))
      throw brokenLog(anchorsFile, index + 1, 'does not follow the line before')
    if (key !== publicKey) throw brokenLog(anchorsFile, index + 1, 'was signed with another key')
  }
  return anchors
}

/** Signed lines in a file. @param name - its name in messages. @throws {@link Refusal} `AUDIT_LOG_BROKEN` */
export function anchorsIn(path: string, name: string): readonly Anchor[] {
  return linesIn(path, name).map((line, index) => {
    const { data } = anchorSchema.safeParse(line)
    if (data === undefined) throw brokenLog(name, index + 1, 'is no signed line about an audit log')
    const { signature, ...body } = data
    if (!isSignedBy(data.key, signedText(body), signature)) throw brokenLog(name, index + 1, 'was changed')
    return data
  })
}

/** The last that was signed of each file. */
export function anchoredEnds(anchors: readonly Anchor[]): ReadonlyMap<string, AnchoredEnd> {
  return new Map(anchors.flatMap(({ ends }) => Object.entries(ends)))
}

function endsNow(home: string): Readonly<Record<string, AnchoredEnd>> {
  const ends = auditFiles(home).flatMap((file): [string, AnchoredEnd][] => {
    const last = auditLines(home, file).at(-1)
    return last === undefined ? [] : [[file, { number: last.number, hash: last.hash, at: last.at }]]
  })
  return Object.fromEntries(ends)
}

/** No other signature of the program signs such a text. */
function signedText(body: object): string {
  return `taraza audit anchor 1\n${canonicalJson(body)}`
}
