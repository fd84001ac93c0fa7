import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, type Json, Refusal, sha256 } from '#foundation'

/** What is remembered of an answer that is not public: who asked what and why, and how many rows came; never a value. */
export interface AuditEntry {
  readonly at: string
  readonly who: string
  readonly role: string
  readonly level: string
  readonly edition: string
  readonly question: unknown
  readonly rows: number
  readonly purpose: string | null
}

interface End {
  readonly number: number
  readonly hash: string
}

interface AuditLine extends AuditEntry {
  readonly number: number
  /** The hash of the line before; empty in the first line. */
  readonly before: string
  /** In the first line: the files that were there then, and where each ended. */
  readonly after?: Readonly<Record<string, End>>
  readonly hash: string
}

/**
 * An append-only log, chained by hashes. Each process writes a file of its own, whose first line is tied to the ends of all
 * files before it: a line that was changed or taken out, or a file that is gone, breaks the chain.
 */
export class AuditLog {
  readonly #folder: string
  #file: string | undefined
  #number = 0
  #before = ''

  constructor(home: string) {
    this.#folder = folderIn(home)
  }

  /** Writes an entry to the disk, before the answer is given out. */
  append(entry: AuditEntry): void {
    const after = this.#file === undefined ? { after: endsIn(this.#folder) } : {}
    const file = this.#file ?? this.#begin(entry.at)
    const body = { ...entry, number: this.#number, before: this.#before, ...after }
    const hash = hashOf(body)
    const handle = openSync(file, 'a', 0o600)
    try {
      writeSync(handle, `${JSON.stringify({ ...body, hash })}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    this.#number += 1
    this.#before = hash
  }

  #begin(at: string): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const name = `${at.replaceAll(':', '-')}-${process.pid}.jsonl`
    this.#file = join(this.#folder, name)
    return this.#file
  }
}

export interface AuditCheck {
  readonly files: number
  readonly lines: number
}

/**
 * Checks every line and every link of the log.
 *
 * @throws {@link Refusal} `AUDIT_LOG_BROKEN` with the file and the line
 */
export function verifyAuditLog(home: string): AuditCheck {
  const folder = folderIn(home)
  const files = new Map(filesIn(folder).map((file) => [file, readLines(join(folder, file))]))
  for (const [file, lines] of files) {
    requireChained(file, lines)
    for (const [earlier, { number, hash }] of Object.entries(lines[0]?.after ?? {})) {
      const isThere = files.get(earlier)?.[number]?.hash === hash
      if (!isThere) throw broken(earlier, number + 1, `was there when ${file} began, and is gone or was changed`)
    }
  }
  return { files: files.size, lines: [...files.values()].reduce((sum, { length }) => sum + length, 0) }
}

function requireChained(file: string, lines: readonly AuditLine[]): void {
  if (lines.length === 0) throw broken(file, 1, 'is missing')
  let before = ''
  for (const [index, { hash, ...body }] of lines.entries()) {
    if (body.number !== index || body.before !== before)
      throw broken(file, index + 1, 'does not follow the line before')
    if (hash !== hashOf(body)) throw broken(file, index + 1, 'was changed')
    before = hash
  }
}

function endsIn(folder: string): Readonly<Record<string, End>> {
  const ends = filesIn(folder).flatMap((file): [string, End][] => {
    const last = readLines(join(folder, file)).at(-1)
    return last === undefined ? [] : [[file, { number: last.number, hash: last.hash }]]
  })
  return Object.fromEntries(ends)
}

function hashOf(body: Omit<AuditLine, 'hash'>): string {
  return sha256(canonicalJson(body as unknown as Json))
}

function folderIn(home: string): string {
  return join(home, 'audit')
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
}

function readLines(file: string): readonly AuditLine[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line): AuditLine => JSON.parse(line))
}

function broken(file: string, line: number, what: string): Refusal {
  return new Refusal('AUDIT_LOG_BROKEN', `Line ${line} of the audit log ${file} ${what}.`, { file, row: line })
}
