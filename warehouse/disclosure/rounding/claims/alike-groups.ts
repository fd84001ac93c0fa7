import type { DecoyRule } from '../tables/cube-rule.ts'
import { KeyTable } from '../tables/key-table.ts'
import { type CellTable, type CubeDimension, type MarginalTable, marginKeyAt, marginKeys } from '../tables/shape.ts'

/** What some units alike have in common that others do not: codes of the varied dimensions. */
export interface AlikeAnswer {
  readonly key: number
  /** A cell that has it. */
  readonly donor: number
  /** On which side of the contrast it stands. */
  readonly side: 0 | 1
  /** Units alike that have it. */
  readonly units: number
}

/** Units that are alike in offence, sex and age, or whatever a cube declares. */
export interface AlikeGroup {
  readonly units: number
  readonly answers: readonly AlikeAnswer[]
}

/** With fewer units alike the last respect is left out. */
const fewestUnits = 40

/**
 * Units of a cube by what they are alike in, with the answers that they have: what somebody who knows the rest of a person
 * would guess, and what a decoy may say.
 */
export class AlikeGroups {
  readonly #cells: CellTable
  readonly #dimensions: readonly CubeDimension[]
  readonly #answers: MarginalTable
  readonly #sideOf: (cells: CellTable, cell: number) => 0 | 1
  readonly #likeness: readonly Likeness[]

  /** @param units - how many units of each cell count, by default those that are there */
  constructor(
    cells: CellTable,
    dimensions: readonly CubeDimension[],
    { alike, varied, contrast }: Pick<DecoyRule, 'alike' | 'varied' | 'contrast'>,
    units: Int32Array = cells.counts,
  ) {
    this.#cells = cells
    this.#dimensions = dimensions
    this.#answers = finestOf(varied, dimensions)
    this.#sideOf = contrast === undefined ? () => 0 : sideReader(dimensions, contrast)
    const keys = marginKeys(this.#answers, dimensions, cells)
    this.#likeness = alike.map((_, left) => {
      const family = finestOf(alike.slice(0, alike.length - left), dimensions)
      return this.#grouped(family, keys, units)
    })
  }

  /** The units that are alike to a cell, in as many respects as enough of them are. */
  groupOf(cells: CellTable, cell: number): AlikeGroup {
    let found: AlikeGroup = nobody
    for (const { family, table, groups } of this.#likeness) {
      const group = groups[table.find(marginKeyAt(cell, family, this.#dimensions, cells))]
      if (group === undefined) continue
      found = group
      if (group.units >= fewestUnits) break
    }
    return found
  }

  /** What a cell says: comparable with {@link AlikeAnswer.key}. */
  answerOf(cells: CellTable, cell: number): number {
    return marginKeyAt(cell, this.#answers, this.#dimensions, cells)
  }

  sideOf(cells: CellTable, cell: number): 0 | 1 {
    return this.#sideOf(cells, cell)
  }

  #grouped(family: MarginalTable, answers: Float64Array, units: Int32Array): Likeness {
    const table = new KeyTable()
    const groups: { units: number; answers: Map<number, Mutable> }[] = []
    for (const [cell, key] of marginKeys(family, this.#dimensions, this.#cells).entries()) {
      const [count, answer] = [units[cell] as number, answers[cell] as number]
      if (count === 0) continue
      const place = table.add(key)
      const group = groups[place] ?? { units: 0, answers: new Map() }
      groups[place] = group
      group.units += count
      const known = group.answers.get(answer)
      if (known === undefined)
        group.answers.set(answer, { key: answer, donor: cell, side: this.#sideOf(this.#cells, cell), units: count })
      else known.units += count
    }
    return { family, table, groups: groups.map((one) => ({ units: one.units, answers: [...one.answers.values()] })) }
  }
}

type Mutable = { -readonly [Name in keyof AlikeAnswer]: AlikeAnswer[Name] }

interface Likeness {
  readonly family: MarginalTable
  readonly table: KeyTable
  readonly groups: readonly AlikeGroup[]
}

const nobody: AlikeGroup = { units: 0, answers: [] }

/** The share of the units of a group that stand on a side. */
export function shareOfSide({ units, answers }: AlikeGroup, side: 0 | 1): number {
  const own = answers.reduce((sum, answer) => sum + (answer.side === side ? answer.units : 0), 0)
  return own / Math.max(1, units)
}

/** The table of some dimensions at their finest level. */
export function finestOf(names: readonly string[], dimensions: readonly CubeDimension[]): MarginalTable {
  return dimensions.map(({ name, levels }) => (names.includes(name) ? 0 : levels.length - 1))
}

function sideReader(dimensions: readonly CubeDimension[], { dimension, codes }: NonNullable<DecoyRule['contrast']>) {
  const index = dimensions.findIndex(({ name }) => name === dimension)
  const yes = new Set(codes)
  return (cells: CellTable, cell: number) => (yes.has(cells.codes[index]?.[cell] ?? -1) ? 1 : 0)
}
