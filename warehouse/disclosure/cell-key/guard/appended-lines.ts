import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { damagedFile, readState, requirePlainFile, writeDurably } from '#foundation'

const lengthSchema = z.strictObject({ bytes: z.number().int().min(0) })

/** Lines of JSON that several processes append to one file. All of them read the same lines in the same order. */
export class AppendedLines<T extends object> {
  readonly #file: string
  #read = 0
  #isTorn = false

  constructor(file: string) {
    this.#file = file
  }

  append(line: T): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    appendFileSync(this.#file, `${this.#isTorn ? '\n' : ''}${JSON.stringify(line)}\n`, { mode: 0o600 })
    this.#remember(this.#size)
  }

  /** Whether lines that were written are gone. @throws {@link Refusal} `STATE_BROKEN` */
  get hasLost(): boolean {
    return this.#remembered > this.#size
  }

  /** Goes on with the lines that are left. */
  acceptLoss(): void {
    this.#remember(this.#size, true)
    this.#read = Math.min(this.#read, this.#size)
  }

  get #size(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
  }

  /** The length lies beside the file, so that a lost or shortened one is found. */
  get #remembered(): number {
    return existsSync(this.#lengthFile) ? readState(this.#lengthFile, lengthSchema).bytes : 0
  }

  #remember(bytes: number, isLoss = false): void {
    if (isLoss || bytes > this.#remembered) writeDurably(this.#lengthFile, `${JSON.stringify({ bytes })}\n`)
  }

  get #lengthFile(): string {
    return `${this.#file}.length.json`
  }

  /**
   * The whole lines that were added since the last time, by this process and by others.
   *
   * @throws {@link Refusal} `STATE_BROKEN` for text that is no line, nor the beginning of one: what it said must not be forgotten
   */
  next(): readonly T[] {
    requirePlainFile(this.#file)
    const size = this.#size
    if (size <= this.#read) return []
    const bytes = Buffer.alloc(size - this.#read)
    const handle = openSync(this.#file, 'r')
    readSync(handle, bytes, 0, bytes.length, this.#read)
    closeSync(handle)
    const whole = bytes.lastIndexOf('\n') + 1
    const lines = bytes.toString('utf8').split('\n')
    if (lines.some((line) => !/^(\{|$)/.test(line))) throw damagedFile(this.#file)
    this.#read += whole
    this.#isTorn = whole < bytes.length
    return lines.slice(0, -1).flatMap((line) => parsed<T>(line))
  }
}

/** Nothing was done on a line that a process did not write to its end: of such a one the beginning is there. */
function parsed<T>(line: string): readonly T[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as T]
  } catch {
    return []
  }
}
