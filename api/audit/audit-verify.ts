import { existsSync } from 'node:fs'
import { Refusal } from '#foundation'
import { type Anchor, anchoredEnds, anchorsIn, readAnchors } from './audit-anchors.ts'
import {
  type AuditLine,
  anchorsFile,
  auditFiles,
  auditLines,
  brokenLog,
  type End,
  hashOfLine,
  isTorn,
} from './audit-files.ts'

export interface AuditCheck {
  readonly files: number
  readonly answers: number
  readonly refused: number
  /** Files that were removed when their time was over. */
  readonly removed: number
  /** Files that end in the middle of a line, whose answer was not given out. */
  readonly torn: readonly string[]
  /** When the log was signed last; nothing after that is known to be whole. */
  readonly anchoredAt: string | undefined
}

/**
 * Checks every line and every link of the log, and that all is there that was signed.
 *
 * @param outside - a file with one or more signed lines that were kept elsewhere
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN` with the file and the line; `NO_ANCHOR` for a file that is not there
 */
export function verifyAuditLog(home: string, outside?: string): AuditCheck {
  const anchors = readAnchors(home)
  if (outside !== undefined) requireAnchors(outside, anchors)
  const torn = auditFiles(home).filter((file) => isTorn(home, file))
  const all = auditFiles(home).map((file) => [file, auditLines(home, file)] as const)
  const files = new Map(all.filter(([file, lines]) => lines.length > 0 || !torn.includes(file)))
  const removed = removedEnds(anchors)
  const isThere = (file: string, { number, hash }: End) =>
    files.has(file) ? files.get(file)?.[number]?.hash === hash : (removed.get(file)?.number ?? -1) >= number
  for (const [file, lines] of files) {
    requireChained(file, lines)
    for (const [earlier, end] of Object.entries(lines[0]?.after ?? {}))
      if (!isThere(earlier, end))
        throw brokenLog(earlier, end.number + 1, `was there when ${file} began, and is gone or was changed`)
  }
  for (const [file, end] of anchoredEnds(anchors))
    if (!isThere(file, end)) throw brokenLog(file, end.number + 1, 'was signed, and is gone or was changed')
  const entries = [...files.values()].flat()
  const refused = entries.filter((entry) => entry.refused !== undefined).length
  const counts = { files: files.size, answers: entries.length - refused, refused }
  return {
    ...counts,
    torn,
    removed: [...removed.keys()].filter((file) => !files.has(file)).length,
    anchoredAt: anchors.at(-1)?.at,
  }
}

/** What was kept outside has to be among the lines of this home, word by word. */
function requireAnchors(path: string, anchors: readonly Anchor[]): void {
  if (!existsSync(path)) throw new Refusal('NO_ANCHOR', 'There is no such file with signed lines.', { file: path })
  const stored = anchorsIn(path, path)
  if (stored.length === 0) throw new Refusal('NO_ANCHOR', 'The file contains no signed line.', { file: path })
  for (const [index, { number, signature }] of stored.entries())
    if (anchors[number]?.signature !== signature)
      throw brokenLog(anchorsFile, number + 1, `is gone or differs from line ${index + 1} of what was kept outside`)
}

/** Files that were removed with a signed line, after the time that it names. */
function removedEnds(anchors: readonly Anchor[]): ReadonlyMap<string, End> {
  const ends = anchors.flatMap(({ at, removed }, index) =>
    Object.entries(removed?.ends ?? {}).map(([file, end]) => {
      const isOver = Date.parse(end.at) + (removed?.days ?? 0) * 86_400_000 <= Date.parse(at)
      const isKnown = anchoredEnds(anchors.slice(0, index + 1)).get(file)?.hash === end.hash
      if (!isOver || !isKnown) throw brokenLog(anchorsFile, index + 1, 'removes what had to be kept')
      return [file, end] as const
    }),
  )
  return new Map(ends)
}

function requireChained(file: string, lines: readonly AuditLine[]): void {
  if (lines.length === 0) throw brokenLog(file, 1, 'is missing')
  let before = ''
  for (const [index, { hash, ...body }] of lines.entries()) {
    if (body.number !== index || body.before !== before)
      throw brokenLog(file, index + 1, 'does not follow the line before')
    if (hash !== hashOfLine(body)) throw brokenLog(file, index + 1, 'was changed')
    before = hash
  }
}
