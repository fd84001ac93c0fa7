import type { CellTable, CubeDimension } from '../tables/shape.ts'
import { type AlikeGroup, type AlikeGroups, shareOfSide } from './alike-groups.ts'

/** One part of the description of a stratum: a level of a dimension, or one of {@link readings}, with its code. */
export interface StratumPart {
  readonly name: string
  readonly code: number
}

/** What an attacker reads off the published cube beside what is known of a person. */
export const readings = ['side', 'tenth', 'answer', 'answer_prior'] as const

/** Everything by which an attacker may choose claims, and the crossings that are tried. */
export interface Strata {
  readonly names: readonly string[]
  /** Places in `names`; each list divides all claims. */
  readonly partitions: readonly (readonly number[])[]
}

/**
 * The strata of a cube: every level of every known dimension, the published side and answer and what is usual of both among
 * people alike; and all crossings of the side, its prior, and what decoys are alike in at its coarsest.
 */
export function strataOf(
  dimensions: readonly CubeDimension[],
  known: readonly string[],
  alike: readonly string[],
): Strata {
  const levels = dimensions.filter(({ name }) => known.includes(name)).map((one) => one.levels.slice(0, -1))
  const names = [...readings, ...levels.flatMap((one) => one.map(({ name }) => name))]
  const coarsest = alike.flatMap((name) => dimensions.find((one) => one.name === name)?.levels.at(-2)?.name ?? [])
  const crossed = ['side', 'tenth', ...coarsest].map((name) => names.indexOf(name)).filter((place) => place >= 0)
  const crossings = Array.from({ length: 2 ** crossed.length }, (_, mask) =>
    crossed.filter((__, bit) => (mask & (2 ** bit)) > 0),
  ).filter(({ length }) => length > 1)
  return { names, partitions: [[], ...names.map((_, place) => [place]), ...crossings] }
}

/** The codes of a person by `names` of {@link strataOf}, where something is published or supposed. */
export class StratumReader {
  readonly #levels: readonly { readonly column: Int32Array; readonly of: Int32Array }[]
  readonly #alike: AlikeGroups
  readonly #cells: CellTable

  constructor(cells: CellTable, dimensions: readonly CubeDimension[], known: readonly string[], alike: AlikeGroups) {
    this.#cells = cells
    this.#alike = alike
    this.#levels = dimensions.flatMap(({ name, levels }, index) =>
      known.includes(name)
        ? levels.slice(0, -1).map(({ of }) => ({ column: cells.codes[index] ?? new Int32Array(0), of }))
        : [],
    )
  }

  /** @param cell - what is published of the person */
  codesOf(cell: number, group: AlikeGroup): readonly number[] {
    const answer = this.#alike.answerOf(this.#cells, cell)
    const units = group.answers.find(({ key }) => key === answer)?.units ?? 0
    const rarity = Math.floor((20 * units) / Math.max(1, group.units))
    const side = this.#alike.sideOf(this.#cells, cell)
    return [side, tenthOf(shareOfSide(group, side)), answer, rarity, ...this.knownCodes(cell)]
  }

  /** The same for one who is supposed to stand on a side, whatever is published. */
  codesOnSide(cell: number, side: 0 | 1, group: AlikeGroup): readonly number[] {
    return [side, tenthOf(shareOfSide(group, side)), -1, -1, ...this.knownCodes(cell)]
  }

  knownCodes(cell: number): readonly number[] {
    return this.#levels.map(({ column, of }) => of[column[cell] as number] as number)
  }
}

/** Tenths of a share, from 0 to 9. */
function tenthOf(share: number): number {
  return Math.min(9, Math.floor(share * 10))
}
