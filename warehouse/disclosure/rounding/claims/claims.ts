import type { ClaimAnswer, CubeRule } from '../tables/cube-rule.ts'
import { type CellTable, type CubeDimension, joinBlocks, marginKeys, type RoundedBlock } from '../tables/shape.ts'
import { AlikeGroups, finestOf } from './alike-groups.ts'
import { Guesser } from './guessing.ts'
import { type StratumPart, StratumReader, strataOf } from './strata.ts'
import { StratumTallies, type StratumTally } from './stratum-tallies.ts'
import { type UniquePerson, uniquePeople } from './unique-people.ts'

/** What is promised of claims in every stratum that an attacker may choose; shares from 0 to 1. */
export interface ClaimPromise {
  /** Claims on an answer of many may be right as often as this, or as guessing and {@link overGuessing}. */
  readonly atMost: number
  /** Claims on a yes-or-no question may be right as often as guessing on the same people and this. */
  readonly overGuessing: number
  /** Claims on a yes-or-no question may be right oftener than guessing on everybody unique by this. */
  readonly gain: number
  /** Strata with fewer claims are not judged: their shares say little. */
  readonly from: number
}

/** One stratum of claims. */
export interface StratumMeasure {
  readonly parts: readonly StratumPart[]
  readonly claims: number
  /** Claims that are right. */
  readonly right: number
  /** The same people for whom the commonest answer of people alike is right. */
  readonly guessed: number
  /** The share of claims that may be right. */
  readonly limit: number
  /** By how much claims are oftener right than guessing on all unique people of the stratum; of yes-or-no questions. */
  readonly gain: number | undefined
  readonly kept: boolean
}

export interface ClaimMeasure {
  readonly answer: string
  /** People who are the only one with what the attacker knows. */
  readonly unique: number
  /** Of those, for whom the published cells agree on one answer. */
  readonly claimed: number
  readonly right: number
  /** The share of claims that may be right, over all strata together. */
  readonly limit: number
  /** Strata with enough claims, those nearest to their limit first. */
  readonly strata: readonly StratumMeasure[]
  readonly kept: boolean
}

/**
 * The key attack by an attacker who chooses: of people who are unique on what is known, the answer is claimed if there is only one
 * published, and the claims of each stratum that public figures let anybody choose are judged on their own.
 */
export function measureClaims(
  blocks: readonly RoundedBlock[],
  rule: Measured,
  promise: ClaimPromise,
): readonly ClaimMeasure[] {
  if (blocks.length === 0) return []
  const solved = joinBlocks(blocks)
  return rule.claims.answers.map((answer) => measureAnswer(answer, solved, rule, promise))
}

type Measured = Pick<CubeRule, 'dimensions' | 'claims' | 'decoys'>

function measureAnswer(
  answer: ClaimAnswer,
  solved: RoundedBlock,
  { dimensions, claims: { known }, decoys }: Measured,
  promise: ClaimPromise,
): ClaimMeasure {
  const people = uniquePeople(solved, dimensions, known)
  const alike = new AlikeGroups(solved.cells, dimensions, decoys, solved.published)
  const reader = new StratumReader(solved.cells, dimensions, known, alike)
  const tallies = new StratumTallies(strataOf(dimensions, known, decoys.alike))
  const answers = answersOf(answer, dimensions, solved.cells)
  const guesser = new Guesser(answers)
  for (const person of people) {
    const group = alike.groupOf(solved.cells, person.cell)
    const truth = answers[person.cell]
    const isGuessed = guesser.guess(group) === truth
    for (const side of [0, 1] as const) tallies.addUnique(reader.codesOnSide(person.cell, side, group), isGuessed)
    const claimed = claimOn(person, answers)
    if (claimed === undefined) continue
    tallies.addClaim(reader.codesOf(claimed, group), answers[claimed] === truth, isGuessed)
  }
  return { answer: answer.name, unique: people.length, ...measureOf(tallies.all(), answer, promise) }
}

/** A published cell that says what is claimed of a person, if all published cells say the same. */
export function claimOn({ shown }: UniquePerson, answers: Float64Array): number | undefined {
  const [first] = shown
  if (first === undefined || shown.some((other) => answers[other] !== answers[first])) return undefined
  return first
}

function measureOf(tallies: readonly StratumTally[], answer: ClaimAnswer, promise: ClaimPromise) {
  const overall = tallies.find(({ parts }) => parts.length === 0)
  const over = ({ right, claims, limit }: StratumMeasure) => right / claims - limit
  const strata = tallies
    .filter(({ claims }) => claims >= promise.from)
    .map((tally) => judge(tally, answer, promise))
    .sort((one, other) => over(other) - over(one))
  const { claims: claimed = 0, right = 0, guessed = 0 } = overall ?? {}
  const limit = claimLimit(guessed / Math.max(1, claimed), answer, promise)
  return { claimed, right, limit, strata, kept: strata.every(({ kept }) => kept) }
}

function judge(
  { unique, uniqueGuessed, ...tally }: StratumTally,
  answer: ClaimAnswer,
  promise: ClaimPromise,
): StratumMeasure {
  const right = tally.right / tally.claims
  const limit = claimLimit(tally.guessed / tally.claims, answer, promise)
  const gain = answer.yes === undefined || unique === 0 ? undefined : right - uniqueGuessed / unique
  return { ...tally, limit, gain, kept: right <= limit && (gain ?? 0) <= promise.gain }
}

/** The share of claims that may be right, where guessing on the same people is right in another share. */
export function claimLimit(guessing: number, { yes }: ClaimAnswer, { atMost, overGuessing }: ClaimPromise): number {
  const over = guessing + overGuessing
  return yes === undefined ? Math.max(atMost, over) : over
}

/** What each cell says in the words of an answer. */
export function answersOf(answer: ClaimAnswer, dimensions: readonly CubeDimension[], cells: CellTable): Float64Array {
  if (answer.yes === undefined) return marginKeys(finestOf(answer.dimensions, dimensions), dimensions, cells)
  const yes = new Set(answer.yes)
  const codes = cells.codes[dimensions.findIndex(({ name }) => name === answer.dimensions[0])] ?? new Int32Array(0)
  return Float64Array.from(codes, (code) => (yes.has(code) ? 1 : 0))
}
