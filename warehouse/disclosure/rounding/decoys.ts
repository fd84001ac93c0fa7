import type { AlikeGroup, AlikeGroups } from './claims/alike-groups.ts'
import { Flow } from './claims/flow.ts'
import type { SecretRandom } from './random.ts'
import { drawSystematically } from './systematic.ts'
import type { DecoyRule } from './tables/cube-rule.ts'
import { KeyTable } from './tables/key-table.ts'
import { type CellTable, type CubeDimension, marginKeys, takeCells } from './tables/shape.ts'

export interface Decoys {
  readonly decoys: CellTable
  /** For each decoy the place of the small cell that it covers. */
  readonly covers: Int32Array
}

/** The cube that decoys belong to. */
export interface DecoyCube {
  readonly dimensions: readonly CubeDimension[]
  /** The cells of all blocks, whose answers decoys take. */
  readonly population: CellTable
  readonly alike: AlikeGroups
}

/**
 * Cells that are truly empty and may be published all the same, so that a published cell does not prove a person
 * (`zeroCandidates` of Langsrud and Heldal's small-count rounding). What a decoy says has been said of a real unit that is
 * alike, so it is never impossible, and it is drawn by a flow that leaves what is usual among units alike as it is.
 *
 * @param small - places of the cells to cover
 */
export function makeDecoys(
  block: CellTable,
  small: Int32Array,
  cube: DecoyCube,
  rule: DecoyRule,
  random: SecretRandom,
): Decoys {
  const { alike, population } = cube
  const empty = new EmptyCells(block, cube, rule)
  const flows = new Map<AlikeGroup, Flow>()
  const [covers, sources]: [number[], number[]] = [[], []]
  for (const cell of small) {
    const group = alike.groupOf(block, cell)
    const flow = flows.get(group) ?? new Flow(group)
    flows.set(group, flow)
    const own = { key: alike.answerOf(block, cell), side: alike.sideOf(block, cell) }
    const donors = group.answers.map(({ donor }) => donor)
    const weights = flow
      .decoysFor(own, rule.perCell)
      .map((weight, place) => (empty.isEmpty(cell, donors[place] as number) ? weight : 0))
    for (const place of drawSystematically(weights, rule.perCell, random)) {
      empty.take(cell, donors[place] as number)
      covers.push(cell)
      sources.push(donors[place] as number)
    }
  }
  return { decoys: cellsOf(block, population, { covers, sources }, empty.varied), covers: Int32Array.from(covers) }
}

/** Which cells are free for a decoy: those of a small cell with the answer of a donor. */
class EmptyCells {
  readonly varied: readonly number[]
  readonly #block: CellTable
  readonly #population: CellTable
  readonly #keys: Float64Array
  readonly #taken: KeyTable
  readonly #strides: readonly number[]

  constructor(block: CellTable, { dimensions, population }: DecoyCube, { varied, perCell }: DecoyRule) {
    this.varied = dimensions.flatMap(({ name }, index) => (varied.includes(name) ? [index] : []))
    this.#block = block
    this.#population = population
    this.#strides = stridesOf(dimensions)
    this.#keys = marginKeys(
      dimensions.map(() => 0),
      dimensions,
      block,
    )
    this.#taken = new KeyTable(this.#keys.length * (perCell + 1))
    for (const key of this.#keys) this.#taken.add(key)
  }

  isEmpty(cell: number, donor: number): boolean {
    return this.#taken.find(this.#keyOf(cell, donor)) === -1
  }

  take(cell: number, donor: number): void {
    this.#taken.add(this.#keyOf(cell, donor))
  }

  #keyOf(cell: number, donor: number): number {
    let key = this.#keys[cell] as number
    for (const index of this.varied) {
      const [from, to] = [this.#block.codes[index]?.[cell] ?? 0, this.#population.codes[index]?.[donor] ?? 0]
      key += (to - from) * (this.#strides[index] ?? 0)
    }
    return key
  }
}

function cellsOf(
  block: CellTable,
  population: CellTable,
  { covers, sources }: { readonly covers: readonly number[]; readonly sources: readonly number[] },
  varied: readonly number[],
): CellTable {
  const own = takeCells(block, Int32Array.from(covers))
  const other = takeCells(population, Int32Array.from(sources))
  const codes = own.codes.map((column, index) => (varied.includes(index) ? (other.codes[index] ?? column) : column))
  return { codes, counts: new Int32Array(covers.length) }
}

/** By how much the key of a finest cell grows with one more in each dimension. */
function stridesOf(dimensions: readonly CubeDimension[]): readonly number[] {
  const sizes = dimensions.map(({ levels }) => levels[0]?.size ?? 1)
  return sizes.map((size, index) =>
    size === 1 ? 0 : sizes.slice(index + 1).reduce((product, other) => product * other, 1),
  )
}
