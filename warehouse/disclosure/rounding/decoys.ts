import { KeyTable } from './key-table.ts'
import type { SecretRandom } from './random.ts'
import { type Cells, type CubeDimension, marginKeys, takeCells } from './shape.ts'

/** How decoys are made: which dimensions they take from another unit, and in what that unit has to be alike. */
export interface DecoyRule {
  /** Decoys for each small cell, if that many different ones exist. */
  readonly perCell: number
  /** Dimensions whose codes come from a random unit; all others stay. */
  readonly varied: readonly string[]
  /** Dimensions in which that unit is alike. The first one always; the last is left out first when too few are alike. */
  readonly alike: readonly string[]
  /**
   * A yes-or-no question of which nobody should be sure, such as custody: decoys answer it otherwise than the cell that
   * they cover, as far as units alike do. Then each answer is as often published of those of whom it is true as of others.
   */
  readonly contrast?: { readonly dimension: string; readonly codes: readonly number[] }
}

export interface Decoys {
  readonly decoys: Cells
  /** For each decoy the place of the small cell that it covers. */
  readonly covers: Int32Array
}

/** Tries per wanted decoy before giving up: some keys have few possible answers. */
const tries = 12

/**
 * Cells that are truly empty and may be published all the same, so that a published cell does not prove a person
 * (`zeroCandidates` of Langsrud and Heldal's small-count rounding). What a decoy says has been said of a real unit that is
 * alike, so it is never impossible.
 *
 * @param small - places of the cells to cover; those without a unit get none
 */
export function makeDecoys(
  block: Cells,
  small: Int32Array,
  everybody: Cells,
  dimensions: readonly CubeDimension[],
  rule: DecoyRule,
  random: SecretRandom,
): Decoys {
  const keys = marginKeys(
    dimensions.map(() => 0),
    dimensions,
    block,
  )
  const taken = new KeyTable(keys.length * (rule.perCell + 1))
  for (const key of keys) taken.add(key)
  const varied = dimensions.flatMap(({ name }, index) => (rule.varied.includes(name) ? [index] : []))
  const strides = stridesOf(dimensions)
  const donors = new DonorPool(everybody, dimensions, rule)
  const [covers, sources]: [number[], number[]] = [[], []]
  for (const cell of small) {
    if (block.counts[cell] === 0) continue
    const pools = donors.poolsFor(cell, block)
    for (let found = 0, attempt = 0; found < rule.perCell && attempt < rule.perCell * tries; attempt++) {
      const pool = pools[attempt < (rule.perCell * tries) / 2 ? 0 : 1] as readonly number[]
      const donor = pool[random.below(pool.length)] as number
      const key = varied.reduce((sum, index) => {
        const [from, to] = [block.codes[index]?.[cell] ?? 0, everybody.codes[index]?.[donor] ?? 0]
        return sum + (to - from) * (strides[index] ?? 0)
      }, keys[cell] ?? 0)
      if (taken.find(key) !== -1) continue
      taken.add(key)
      covers.push(cell)
      sources.push(donor)
      found += 1
    }
  }
  return { decoys: cellsOf(block, everybody, { covers, sources }, varied), covers: Int32Array.from(covers) }
}

function cellsOf(
  block: Cells,
  everybody: Cells,
  { covers, sources }: { readonly covers: readonly number[]; readonly sources: readonly number[] },
  varied: readonly number[],
): Cells {
  const own = takeCells(block, Int32Array.from(covers))
  const other = takeCells(everybody, Int32Array.from(sources))
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

/** Units by what they are alike in and on which side of the contrast they stand, each as often as it occurs. */
class DonorPool {
  readonly #dimensions: readonly CubeDimension[]
  readonly #everybody: Cells
  readonly #likeness: readonly (readonly string[])[]
  readonly #sideOf: (cells: Cells, cell: number) => 0 | 1
  readonly #groups: Map<string, { readonly table: KeyTable; readonly members: number[][] }> = new Map()

  constructor(everybody: Cells, dimensions: readonly CubeDimension[], { alike, contrast }: DecoyRule) {
    this.#everybody = everybody
    this.#dimensions = dimensions
    this.#likeness = alike.map((_, left) => alike.slice(0, alike.length - left))
    this.#sideOf = contrast === undefined ? () => 0 : sideReader(dimensions, contrast)
  }

  /** Units that are alike in as many respects as possible: first those on the other side, then those on the same. */
  poolsFor(cell: number, block: Cells): readonly [opposite: readonly number[], same: readonly number[]] {
    const own = this.#sideOf(block, cell)
    const same = this.#pool(cell, block, own) ?? [cell]
    return [this.#pool(cell, block, own === 0 ? 1 : 0) ?? same, same]
  }

  #pool(cell: number, block: Cells, side: number): readonly number[] | undefined {
    const pools = this.#likeness.map((names) => this.#members(names, cell, block, side))
    return pools.find((pool) => pool.length > tries) ?? pools.findLast((pool) => pool.length > 0)
  }

  #members(names: readonly string[], cell: number, block: Cells, side: number): readonly number[] {
    const { table, members } = this.#group(names)
    const [key = 0] = marginKeys(this.#family(names), this.#dimensions, takeCells(block, Int32Array.of(cell)))
    return members[table.find(key * 2 + side)] ?? []
  }

  #family(names: readonly string[]): readonly number[] {
    return this.#dimensions.map(({ name, levels }) => (names.includes(name) ? 0 : levels.length - 1))
  }

  #group(names: readonly string[]) {
    const known = this.#groups.get(names.join())
    if (known !== undefined) return known
    const table = new KeyTable()
    const members: number[][] = []
    for (const [unit, key] of marginKeys(this.#family(names), this.#dimensions, this.#everybody).entries()) {
      const number = table.add(key * 2 + this.#sideOf(this.#everybody, unit))
      const group = members[number] ?? []
      members[number] = group
      for (let time = 0; time < (this.#everybody.counts[unit] ?? 0); time++) group.push(unit)
    }
    const group = { table, members }
    this.#groups.set(names.join(), group)
    return group
  }
}

function sideReader(dimensions: readonly CubeDimension[], { dimension, codes }: NonNullable<DecoyRule['contrast']>) {
  const index = dimensions.findIndex(({ name }) => name === dimension)
  const yes = new Set(codes)
  return (cells: Cells, cell: number) => (yes.has(cells.codes[index]?.[cell] ?? -1) ? 1 : 0)
}
