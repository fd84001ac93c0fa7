import type { Catalog, Grain } from '#warehouse'

/** A figure that a ministry has published, and what it is of. */
export interface Total {
  /** The line of the file. */
  readonly line: number
  readonly dataset: string
  readonly measure: string
  /** The period that it is of; `undefined` where it is of all periods. */
  readonly period: { readonly grain: Grain; readonly code: string } | undefined
  /** One code for each dimension that its row fills in. */
  readonly codes: Readonly<Record<string, string>>
  readonly value: number
  /** How far the value may be off because it was written with so many digits. */
  readonly rounding: number
}

/** How the file is written. Nothing of it is guessed. */
export interface Notation {
  readonly separator: string
  readonly decimal: string
}

/** What cells are read by, and where faults are. */
export interface Reading {
  /** All datasets of the platform, also those that this country cannot count. */
  readonly whole: Catalog
  /** Whether the release has the measure of a dataset. */
  isPublished(dataset: string, measure: string): boolean
  /** The dataset of rows that do not name one. */
  readonly dataset: string | undefined
  readonly decimal: string
}

/** The code of faults in a file of totals. */
export const totalsInvalid = 'TOTALS_INVALID'

/** Where a cell is wrong: the column is named before what is said. */
export interface CellPlace {
  readonly code: string
  readonly file: string
  readonly line: number
  readonly where: string
}
