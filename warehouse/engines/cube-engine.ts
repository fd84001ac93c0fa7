import type { ColumnVector } from '../columns/typed-column.ts'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'

/** A value that a statement is given beside its text. */
export interface BoundValue {
  readonly value: string | number
  readonly type: 'text' | 'integer'
}

export interface CubeStatement {
  /** The table that is asked. */
  readonly table: string
  readonly sql: string
  readonly bound: readonly BoundValue[]
}

/** How an engine writes what statements about cubes need; everything else in them is common SQL. */
export interface Dialect {
  table(cube: string): string
  /** Where the bound value with this number stands, counted from 1. */
  place(at: number, type: BoundValue['type']): string
  integer(expression: string): string
  float(expression: string): string
  /** Rows that meet a condition, or all. */
  count(where?: string): string
  /** The sum of a column over rows that meet a condition; 0 without rows. */
  sum(column: string, where?: string): string
  /** The record keys of rows that meet a condition, added up modulo 2³², as `uint32`. */
  keys(where?: string): string
  /** The median, between the two middle values; NULL without rows. */
  median(column: string, where: string): string
  /** The value at a rank, counted from 1, in ascending order; NULL without rows. */
  ranked(column: string, rank: string, where: string): string
}

/** An engine that holds the cubes of an edition. */
export interface CubeEngine {
  readonly dialect: Dialect
  /** @throws {@link Refusal} `DEADLINE` when the signal fires, `TOO_MANY_ROWS` */
  read(statement: CubeStatement, signal: AbortSignal, maxRows: number): Promise<readonly ColumnVector[]>
}

/** The cubes of one edition, lent as often as they are needed: another one that is published meanwhile is never among them. */
export interface PinnedCubes<L extends AccessLevel> {
  readonly level: L
  readonly edition: Edition
  /**
   * @param signal - fires when nobody wants the work any more: it is not begun then
   * @throws {@link Refusal} `BUSY` when too many wait, or when the edition was removed before it was first used; `DEADLINE`
   */
  use<T>(work: (cubes: CubeEngine) => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Pins the editions of one level. The level is part of the type: a public reader cannot be handed facts. */
export interface CubeReader<L extends AccessLevel> {
  readonly level: L
  /** Chooses an edition, by default the one that is served now. @throws {@link Refusal} where there is none */
  pin(asOf?: string): PinnedCubes<L>
  /** Returns when a question would be answered. @throws {@link Refusal} that says why not */
  ready(): Promise<void>
  close(): Promise<void>
}
