import { describeRefusal, Refusal } from '#foundation'

/** What a command writes to the terminal, so that tests can read it. */
export interface Terminal {
  out(text: string | Uint8Array): void
  err(text: string): void
  /** Progress is for people: on a terminal one line that changes, elsewhere a line every ten seconds. */
  progress(text: string): void
}

const quiet = 10_000

let reportedAt = performance.now()

/** The terminal of this process. Where nobody watches, progress is told a line at a time, and seldom. */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  progress: (text) => {
    if (process.stderr.isTTY) return void process.stderr.write(`\r\u001b[K${text}`)
    if (text === '' || performance.now() - reportedAt < quiet) return
    reportedAt = performance.now()
    process.stderr.write(`${text}\n`)
  },
}

/**
 * Exit codes of every command. `refused` needs somebody; `partly` is for a trial of files of which a part would be quarantined; after
 * `tryAgain`, which is EX_TEMPFAIL of sysexits.h, the same command may succeed later.
 */
export const exitCodes = { done: 0, refused: 1, usage: 2, partly: 3, tryAgain: 75 } as const

/** A document for machines, as every command with `--json` writes it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Tells a failure in one line, or as one JSON document. Stack traces are for errors that nobody foresaw. */
export function printError(error: unknown, json: boolean, terminal: Terminal): void {
  if (!(error instanceof Refusal)) {
    terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return
  }
  if (json) terminal.out(jsonText({ refused: { code: error.code, message: error.message, ...error.place } }))
  terminal.err(`${describeRefusal(error)}\n`)
}

/** @throws {@link Refusal} `BAD_PARAMETER` unless `value` is one of those allowed */
export function oneOf(parameter: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value
  throw new Refusal('BAD_PARAMETER', `"${parameter}" is one of ${allowed.join(', ')}.`, { parameter, allowed })
}

export interface NumberRange {
  readonly min: number
  readonly max: number
  /** Digits behind the mark are allowed. */
  readonly isFraction?: boolean
}

/** The number that an option says. @throws {@link Refusal} `BAD_PARAMETER` unless it is one of the range, in plain digits */
export function numberOf(parameter: string, text: string, { min, max, isFraction = false }: NumberRange): number {
  const number = (isFraction ? /^\d{1,9}(\.\d{1,9})?$/ : /^\d{1,9}$/).test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  const kind = isFraction ? 'number' : 'whole number'
  throw new Refusal('BAD_PARAMETER', `--${parameter} is a ${kind} from ${min} to ${max}.`, { parameter })
}
