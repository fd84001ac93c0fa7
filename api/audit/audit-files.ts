import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, Refusal, requirePlainFile, sha256 } from '#foundation'

/** What is remembered of an answer that is not public, or of an attempt that was refused; never a value. */
export interface AuditEntry {
  readonly at: string
  readonly who: string
  readonly role: string
  readonly level: string
  readonly edition: string
  readonly question: unknown
  readonly rows: number
  readonly purpose: string | null
  /** Of an attempt: the code of the refusal, and how many equal ones there were. */
  readonly refused?: string
  readonly times?: number
}

/** Where a file of the log ends. */
export interface End {
  readonly number: number
  readonly hash: string
}

export interface AuditLine extends AuditEntry {
  readonly number: number
  /** The hash of the line before; empty in the first line. */
  readonly before: string
  /** In the first line: the files that were there then, and where each ended. */
  readonly after?: Readonly<Record<string, End>>
  readonly hash: string
}

/** The file with the signed lines about the log. */
export const anchorsFile = 'anchors.jsonl'

export function auditFolder(home: string): string {
  return join(home, 'audit')
}

/** The files of the log, oldest first. An empty one was begun when the disk was full; one that was emptied is missed like one that is gone. */
export function auditFiles(home: string): readonly string[] {
  const folder = auditFolder(home)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && name !== anchorsFile && statSync(join(folder, name)).size > 0)
    .sort()
}

/** What of a line ties the log together; the rest is of whoever reads it. */
const chainedSchema = z.looseObject({ number: z.number(), at: z.string(), before: z.string(), hash: z.string() })

/** @throws {@link Refusal} `AUDIT_LOG_BROKEN` for a line that cannot be read */
export function auditLines(home: string, file: string): readonly AuditLine[] {
  return linesIn(join(auditFolder(home), file), file).map((line, index) => {
    if (!chainedSchema.safeParse(line).success) throw brokenLog(file, index + 1, 'cannot be read')
    return line as AuditLine
  })
}

/**
 * The lines of a file. A last one that cannot be read was torn when the power failed or the disk was full: the answer that it would have
 * told was not given out.
 *
 * @param file - as it is told
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN` for another line that cannot be read
 */
export function linesIn(path: string, file: string): readonly unknown[] {
  requirePlainFile(path)
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, index): unknown[] => {
    if (line === '') return []
    try {
      return [JSON.parse(line)]
    } catch {
      if (index === lines.length - 1) return []
      throw brokenLog(file, index + 1, 'cannot be read')
    }
  })
}

/** Whether a file of the log ends in the middle of a line. */
export function isTorn(home: string, file: string): boolean {
  const text = readFileSync(join(auditFolder(home), file), 'utf8')
  return text !== '' && !text.endsWith('\n')
}

export function hashOfLine(body: object): string {
  return sha256(canonicalJson(body))
}

export function brokenLog(file: string, line: number, what: string): Refusal {
  return new Refusal('AUDIT_LOG_BROKEN', `Line ${line} of the audit log ${file} ${what}.`, { file, row: line })
}
