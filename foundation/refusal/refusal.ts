import { printable } from './printable.ts'

/** One thing that is wrong in a file of the configuration, and the name that was probably meant. */
export interface Fault {
  /** What kind of file it is in, such as `BOARD_INVALID`. */
  readonly code: string
  readonly file: string
  readonly line?: number
  readonly message: string
  /** The name that is not known, the known one that is nearest, and all that are known. */
  readonly word?: string
  readonly nearest?: string
  readonly allowed?: readonly string[]
}

/** What a parameter takes, for whoever wrote something else. */
export interface Wanted {
  readonly is:
    | 'whole_number'
    | 'number'
    | 'year'
    | 'period'
    | 'whole_period'
    | 'day_or_release'
    | 'period_filter'
    | 'names'
    | 'some_of'
    | 'one_of'
    | 'once'
    | 'known'
  readonly least?: number
  readonly greatest?: number
}

/** Where a refusal applies. Names and numbers of places only: never the content of a cell. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly row?: number
  readonly column?: string
  /** Of a delivery: the register that it belongs to, where the file alone does not say so. */
  readonly register?: string
  readonly parameter?: string
  readonly allowed?: readonly string[]
  /** Of a parameter: what it takes. */
  readonly wanted?: Wanted
  /** Of files of the configuration: everything that is wrong in them. */
  readonly faults?: readonly Fault[]
  /** Of promises that are not kept: what was promised and what was measured, of tables as a whole. */
  readonly measured?: readonly object[]
  /** The same: changes of the published cells with which they would be kept. */
  readonly coarser?: readonly (readonly object[])[]
}

/**
 * An expected "no": bad input, a limit reached, something that is not there. It has a stable `code`, a sentence that
 * says what to do, and the place. It never holds a value out of an extract, so it may be logged and shown.
 */
export class Refusal extends Error {
  readonly code: string
  readonly place: Place

  constructor(code: string, message: string, place: Place = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Refusal'
    this.code = code
    this.place = place
  }
}

/** The sentence and the place of a refusal on one line, for terminals and reports. */
export function describeRefusal({ code, message, place }: Refusal): string {
  const line = place.line === undefined ? '' : `:${place.line}`
  const where = place.file === undefined ? '' : `${printable(place.file)}${line}: `
  const lines = message.split('\n').map(printable)
  return `${where}${lines.join('\n')} [${code}]`
}

/** The code of a system error such as `ENOSPC`, or `undefined`. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
