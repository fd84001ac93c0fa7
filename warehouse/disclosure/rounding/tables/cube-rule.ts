import type { CubeDimension, MarginalTable } from './shape.ts'

/** How decoys are made: which dimensions they take from another unit, and in what that unit has to be alike. */
export interface DecoyRule {
  /** Decoys for each small cell, if that many different ones exist. */
  readonly perCell: number
  /** Dimensions whose codes come from a unit alike; all others stay. */
  readonly varied: readonly string[]
  /** Dimensions in which that unit is alike. The first one always; the last is left out first when too few are alike. */
  readonly alike: readonly string[]
  /**
   * A yes-or-no question of which nobody should be sure, such as custody: as many decoys cross to its other side as come
   * back, so that the shares of both sides stay what they are among units alike.
   */
  readonly contrast?: { readonly dimension: string; readonly codes: readonly number[] }
}

/** What an attacker knows of a person, and what would be read off the published cube. */
export interface ClaimRule {
  /** Names of the dimensions that the attacker knows, at their finest level. */
  readonly known: readonly string[]
  readonly answers: readonly ClaimAnswer[]
}

/** What is claimed: codes of some dimensions, or on which side of a yes-or-no question a code stands. */
export interface ClaimAnswer {
  readonly name: string
  readonly dimensions: readonly string[]
  /** For a yes-or-no question: the codes of the finest level of the one dimension that mean yes. */
  readonly yes?: readonly number[]
}

/** A count that is published more than once: which sums of a cube have to be one number. */
export interface ControlRule {
  /** Whether another cube publishes it, and promises how exact it is. */
  readonly isOfOther: boolean
  /** The table of the number, at the finest level of some dimensions of this one. */
  readonly totals: MarginalTable
  /** The same table for each part of this cube that counts everybody once. */
  readonly parts: MarginalTable
  /** Dimensions of the table in which cells are alike that may stand for each other. */
  readonly alike: MarginalTable
}

/** What margins a promise is about: those promised by name, and all others by how far they reach in time. */
export const scopes = ['promised', 'block', 'year', 'across'] as const
export type PromiseScope = (typeof scopes)[number]

/** How far published margins may be off, in units. */
export interface AccuracyTarget {
  /** No margin is off by more. */
  readonly greatest: number
  /** No family of at least 20 margins is off by more on average. */
  readonly mean: number
}

/** What is promised of margins, by what they are about. */
export type AccuracyTargets = Readonly<Record<PromiseScope, AccuracyTarget>>

/** How long the search goes on. */
export interface Schedule {
  /** Passes over all free cells with soft bounds. */
  readonly soft: number
  /** Passes with hard bounds. */
  readonly hard: number
}

/** All that is decided of a cube before its cells are rounded. */
export interface CubeRule {
  /** What is published of a cell is a multiple of it. */
  readonly base: number
  /** Time comes first. */
  readonly dimensions: readonly CubeDimension[]
  /** The level of time that is solved at once, such as the quarter. */
  readonly blockLevel: number
  readonly families: readonly MarginalTable[]
  /** Families of which every cell carries a promise. */
  readonly promisedFamilies: readonly MarginalTable[]
  /** Of a count that another cube publishes, too. */
  readonly control?: ControlRule | undefined
  readonly promises: AccuracyTargets
  readonly decoys: DecoyRule
  readonly claims: ClaimRule
  readonly schedule: Schedule
  /** Tables whose margins hold fewer units on average are not minded by the search: they lie within the rounding of cells. */
  readonly controlledFrom: number
  /** Units in a block up to which the search makes all its passes; above, they are fewer, so that its time stays the same. */
  readonly searchUpTo: number
}
