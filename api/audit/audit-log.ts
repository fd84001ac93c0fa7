import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type AuditEntry, auditFiles, auditFolder, auditLines, type End, hashOfLine } from './audit-files.ts'

/** Milliseconds for which every line is kept at least. */
const minRetention = 30 * 86_400_000

/**
 * An append-only log, chained by hashes. Each process writes a file of its own, whose first line is tied to the ends of all
 * files before it: a line that was changed or taken out, or a file that is gone, breaks the chain.
 */
export class AuditLog {
  readonly #home: string
  #file: string | undefined
  #number = 0
  #before = ''
  #at = ''

  constructor(home: string) {
    this.#home = home
  }

  /** Writes an entry to the disk, before the answer is given out. */
  append(entry: AuditEntry): void {
    if (this.#file === undefined || this.#wasRemoved(entry.at)) this.#begin(entry.at)
    const after = this.#number === 0 ? { after: endsOf(this.#home) } : {}
    const body = { ...entry, number: this.#number, before: this.#before, ...after }
    const hash = hashOfLine(body)
    try {
      appendDurably(this.#file as string, JSON.stringify({ ...body, hash }))
    } catch (error) {
      // What follows a line that may be torn could not be read.
      this.#file = undefined
      throw error
    }
    this.#number += 1
    this.#before = hash
    this.#at = entry.at
  }

  /** Whether a night has removed the file, to which nobody wrote for long. One that is gone earlier leaves a broken chain. */
  #wasRemoved(at: string): boolean {
    return Date.parse(at) - Date.parse(this.#at) > minRetention && !existsSync(this.#file as string)
  }

  #begin(at: string): void {
    const folder = auditFolder(this.#home)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = join(folder, `${at.replaceAll(':', '-')}-${process.pid}.jsonl`)
    this.#number = 0
    this.#before = ''
  }
}

/** Appends a line that is on the disk when this returns. Only its owner may read it. Of a line that does not fit nothing stays. */
export function appendDurably(path: string, line: string): void {
  const handle = openSync(path, 'a', 0o600)
  const { size } = fstatSync(handle)
  try {
    writeFileSync(handle, `${line}\n`)
    fsyncSync(handle)
  } catch (error) {
    try {
      ftruncateSync(handle, size)
      // An empty file would look like one whose lines were taken out.
      if (size === 0) rmSync(path)
    } catch {
      // Then a torn line stays: readers pass over it.
    }
    throw error
  } finally {
    closeSync(handle)
  }
}

function endsOf(home: string): Readonly<Record<string, End>> {
  const ends = auditFiles(home).flatMap((file): [string, End][] => {
    const last = auditLines(home, file).at(-1)
    return last === undefined ? [] : [[file, { number: last.number, hash: last.hash }]]
  })
  return Object.fromEntries(ends)
}
