import { KeyTable } from './key-table.ts'
import { type Cells, type CubeDimension, marginKeys } from './shape.ts'
import type { Solved } from './solve-block.ts'

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
  /** Claims that may be right, as a share. */
  readonly atMost: number
}

export interface ClaimMeasure {
  readonly answer: string
  /** Persons who are the only one with what the attacker knows. */
  readonly unique: number
  /** Of those, for whom the published cells agree on one answer. */
  readonly claimed: number
  /** Claims that are right. */
  readonly right: number
  readonly atMost: number
  readonly kept: boolean
}

/** So few claims say nothing about a share. */
const leastClaims = 30

/**
 * The key attack: the attacker knows some attributes of a person who is unique on them, looks up all published cells with
 * these attributes, and claims the answer if there is only one.
 */
export function measureClaims(
  blocks: readonly Solved[],
  dimensions: readonly CubeDimension[],
  { known, answers }: ClaimRule,
): readonly ClaimMeasure[] {
  const key = dimensions.map(({ name, levels }) => (known.includes(name) ? 0 : levels.length - 1))
  return answers.map((answer) => {
    const total = { unique: 0, claimed: 0, right: 0 }
    for (const block of blocks)
      addClaims(total, block, marginKeys(key, dimensions, block.cells), answersOf(answer, dimensions, block.cells))
    const { claimed, right } = total
    const { name, atMost } = answer
    return { answer: name, ...total, atMost, kept: claimed < leastClaims || right / claimed <= atMost }
  })
}

function answersOf(answer: ClaimAnswer, dimensions: readonly CubeDimension[], cells: Cells): Float64Array {
  if (answer.yes !== undefined) {
    const yes = new Set(answer.yes)
    const codes = cells.codes[dimensions.findIndex(({ name }) => name === answer.dimensions[0])] ?? new Int32Array(0)
    return Float64Array.from(codes, (code) => (yes.has(code) ? 1 : 0))
  }
  const levels = dimensions.map(({ name, levels: all }) => (answer.dimensions.includes(name) ? 0 : all.length - 1))
  return marginKeys(levels, dimensions, cells)
}

/** What is true and what is published for one combination of what the attacker knows. */
class KeyFacts {
  readonly #table: KeyTable
  readonly persons: Int32Array
  readonly truth: Float64Array
  /** The published answer; NaN before the first and, with `several`, after a second one. */
  readonly published: Float64Array
  readonly several: Uint8Array

  constructor(size: number) {
    this.#table = new KeyTable(size)
    this.persons = new Int32Array(size)
    this.truth = new Float64Array(size)
    this.published = new Float64Array(size).fill(Number.NaN)
    this.several = new Uint8Array(size)
  }

  get size(): number {
    return this.#table.size
  }

  add(key: number, answer: number, count: number, shown: number): void {
    const place = this.#table.add(key)
    if (count > 0) {
      this.persons[place] = (this.persons[place] as number) + count
      this.truth[place] = answer
    }
    if (shown === 0) return
    const before = this.published[place] as number
    if (Number.isNaN(before)) this.published[place] = answer
    else if (before !== answer) this.several[place] = 1
  }
}

function addClaims(
  total: { unique: number; claimed: number; right: number },
  { cells, published }: Solved,
  keys: Float64Array,
  answers: Float64Array,
): void {
  const facts = new KeyFacts(keys.length)
  for (let cell = 0; cell < keys.length; cell++)
    facts.add(keys[cell] as number, answers[cell] as number, cells.counts[cell] as number, published[cell] as number)
  for (let place = 0; place < facts.size; place++) {
    if (facts.persons[place] !== 1) continue
    total.unique += 1
    const claim = facts.published[place] as number
    if (Number.isNaN(claim) || facts.several[place] === 1) continue
    total.claimed += 1
    if (claim === facts.truth[place]) total.right += 1
  }
}
