import { type Table, tableFromIPC } from '@uwdata/flechette'
import { TarazaFailure } from './failure.ts'

/** A value of an answer; a day is a `Date`, and what is not told is `null`. */
export type Cell = string | number | boolean | Date | null
/** A row of an answer, by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>

interface Event {
  readonly code: string
  readonly on: string
  readonly title: string
  readonly status: string
}

/** What belongs beside the figures of an answer. */
export interface About {
  readonly dataset: string
  readonly release: string | null
  readonly asOf: string
  readonly level: 'public' | 'analyst' | 'officer'
  readonly method: string
  /** Whether the figures are made up. */
  readonly synthetic: boolean
  readonly period: { readonly from: string; readonly to: string } | null
  readonly unit: string
  readonly rule: string
  readonly source: string
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly unit: string | null
    readonly label: string
  }[]
  readonly allRows: number
  readonly notes: readonly { readonly code: string; readonly text: string }[]
  readonly breaks: readonly Event[]
  readonly events: readonly Event[]
  readonly incomplete: readonly { readonly period: string; readonly coveredFrom?: string; readonly coveredTo: string }[]
}

/** An answer: an Arrow table, its rows as objects, and what has to be said beside them. */
export class Answer {
  readonly table: Table
  readonly about: About

  constructor(bytes: Uint8Array) {
    this.table = readTable(bytes)
    this.about = readAbout(this.table)
  }

  /** Rows as objects: column name to value. Days are `Date`, what is not told is `null`. */
  get rows(): readonly Row[] {
    return this.table.toArray().map((row) => ({ ...row }))
  }
}

function readTable(bytes: Uint8Array): Table {
  try {
    return tableFromIPC(bytes, { useDate: true })
  } catch (cause) {
    throw notUnderstood(cause)
  }
}

function readAbout({ schema }: Table): About {
  const text = schema.metadata?.get('taraza')
  if (text === undefined) throw notUnderstood()
  return JSON.parse(text)
}

function notUnderstood(cause?: unknown): TarazaFailure {
  return new TarazaFailure(
    'NOT_TARAZA',
    'The answer is no table of Taraza. Check the address, or update taraza-client.',
    {
      cause,
    },
  )
}
