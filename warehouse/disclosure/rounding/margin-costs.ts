import { FineMargins } from './fine-margins.ts'
import { type Margins, maxCharges } from './margins.ts'
import { reach } from './penalties.ts'
import { riseOf, type Stretch, stretchesOf } from './stretches.ts'

/**
 * What moves of cells cost in their margins. Of each margin it is known what a rise and a fall cost, over all its charges, and a move
 * changes that for its own margins only. All costs are whole numbers, so that their order does not matter.
 */
export class MarginCosts {
  readonly #margins: Margins
  readonly #base: number
  readonly #width: number
  /** By margin: what its cost changes by when its errors rise by the base, then when they fall. */
  readonly #changes: Int32Array
  readonly #up: Uint8Array
  #stretches: readonly Stretch[] = []
  /** With hard bounds, when few moves are made. */
  #fine: FineMargins | undefined

  /** @param up - by cell, whether it is raised; moves change it */
  constructor(margins: Margins, base: number, up: Uint8Array) {
    this.#up = up
    this.#margins = margins
    this.#base = base
    this.#width = margins.partitions.length
    this.#changes = new Int32Array(2 * (margins.starts.at(-1) ?? 0))
  }

  /** Charges errors by soft or by hard bounds from now on. */
  charge(isHard: boolean): void {
    if (isHard && this.#fine !== undefined) return
    this.#stretches = stretchesOf(this.#margins, this.#base, isHard)
    const { starts, errors } = this.#margins
    for (const { from, to, rises } of this.#stretches)
      for (let margin = starts[from] as number; margin < (starts[to] as number); margin++) {
        this.#changes[2 * margin] = riseOf(rises, errors, margin * maxCharges, reach)
        this.#changes[2 * margin + 1] = -riseOf(rises, errors, margin * maxCharges, reach - this.#base)
      }
    this.#fine = isHard ? new FineMargins(this.#margins, this.#changes, this.#up) : undefined
  }

  /**
   * What it costs to raise a cell, or to lower it, from `start` on. A move that costs more than the limit may be given up early, with
   * any cost above the limit.
   */
  ofFlip(cell: number, start: number, limit: number): number {
    const [{ of }, changes] = [this.#margins, this.#changes]
    const row = cell * this.#width
    const fall = this.#up[cell] as number
    let sum = start
    if (this.#fine !== undefined) {
      sum += this.#fine.ofMove(cell)
      for (const place of this.#fine.coarse) sum += changes[2 * (of[row + place] as number) + fall] as number
      return sum
    }
    for (const { from, to, slack } of this.#stretches) {
      for (let at = row + from; at < row + to; at++) sum += changes[2 * (of[at] as number) + fall] as number
      if (sum > limit + slack) return sum
    }
    return sum
  }

  /** The same for lowering one cell and raising another: margins of both stay as they are. */
  ofExchange(falling: number, rising: number, start: number, limit: number): number {
    const [{ of }, changes] = [this.#margins, this.#changes]
    const row = falling * this.#width
    const shift = (rising - falling) * this.#width
    if (this.#fine !== undefined)
      return start + this.#fine.ofExchange(falling, rising) + this.#ofCoarse(row, shift, this.#fine.coarse)
    let sum = start
    for (const { from, to, slack } of this.#stretches) {
      for (let at = row + from; at < row + to; at++) {
        const down = of[at] as number
        const up = of[at + shift] as number
        if (down !== up) sum += (changes[2 * down + 1] as number) + (changes[2 * up] as number)
      }
      if (sum > limit + slack) return sum
    }
    return sum
  }

  #ofCoarse(row: number, shift: number, coarse: Int32Array): number {
    const [{ of }, changes] = [this.#margins, this.#changes]
    let sum = 0
    for (let index = 0; index < coarse.length; index++) {
      const at = row + (coarse[index] as number)
      const down = of[at] as number
      const up = of[at + shift] as number
      if (down !== up) sum += (changes[2 * down + 1] as number) + (changes[2 * up] as number)
    }
    return sum
  }

  /** Raises a cell by the base, or lowers it where it is raised. */
  move(cell: number): void {
    this.#moveBeside([[cell, cell]])
  }

  /** Lowers a cell and raises another. */
  exchange(falling: number, rising: number): void {
    this.#moveBeside([
      [falling, rising],
      [rising, falling],
    ])
  }

  /** Moves cells, each beside another one: margins that both have stay as they are. */
  #moveBeside(moves: readonly (readonly [cell: number, other: number])[]): void {
    for (const [cell, other] of moves) this.#fine?.add(cell, other, -1)
    for (const [cell, other] of moves) {
      if (this.#up[cell] === 0) this.#rise(cell, other)
      else this.#fall(cell, other)
    }
    for (const [cell] of moves) this.#up[cell] = 1 - (this.#up[cell] as number)
    for (const [cell, other] of moves) this.#fine?.add(cell, other, 1)
    for (const [cell] of moves) this.#fine?.sumUp(cell)
  }

  /** A fall takes back the rise before it. */
  #rise(cell: number, other: number): void {
    const [{ of, errors }, changes, base] = [this.#margins, this.#changes, this.#base]
    const row = cell * this.#width
    const shift = (other - cell) * this.#width
    for (const { from, to, rises } of this.#stretches) {
      const [a, b, c, d] = rises
      for (let at = row + from; at < row + to; at++) {
        const margin = of[at] as number
        if (shift !== 0 && margin === of[at + shift]) continue
        const first = maxCharges * margin
        const [one, two] = [(errors[first] as number) + base, (errors[first + 1] as number) + base]
        const [three, four] = [(errors[first + 2] as number) + base, (errors[first + 3] as number) + base]
        errors[first] = one
        errors[first + 1] = two
        errors[first + 2] = three
        errors[first + 3] = four
        changes[2 * margin + 1] = -(changes[2 * margin] as number)
        changes[2 * margin] =
          (a[one + reach] as number) +
          (b[two + reach] as number) +
          (c[three + reach] as number) +
          (d[four + reach] as number)
      }
    }
  }

  #fall(cell: number, other: number): void {
    const [{ of, errors }, changes, base] = [this.#margins, this.#changes, this.#base]
    const row = cell * this.#width
    const shift = (other - cell) * this.#width
    const offset = reach - base
    for (const { from, to, rises } of this.#stretches) {
      const [a, b, c, d] = rises
      for (let at = row + from; at < row + to; at++) {
        const margin = of[at] as number
        if (shift !== 0 && margin === of[at + shift]) continue
        const first = maxCharges * margin
        const [one, two] = [(errors[first] as number) - base, (errors[first + 1] as number) - base]
        const [three, four] = [(errors[first + 2] as number) - base, (errors[first + 3] as number) - base]
        errors[first] = one
        errors[first + 1] = two
        errors[first + 2] = three
        errors[first + 3] = four
        changes[2 * margin] = -(changes[2 * margin + 1] as number)
        changes[2 * margin + 1] =
          -(a[one + offset] as number) -
          (b[two + offset] as number) -
          (c[three + offset] as number) -
          (d[four + offset] as number)
      }
    }
  }
}
