import { chanceToKeep } from './claims/flow.ts'
import type { SecretRandom } from './random.ts'

/** What a search begins with, by cell: each is published as its floor, or as one base more where it is up. */
export interface Start {
  readonly floors: Int32Array
  readonly up: Uint8Array
}

/**
 * Each cell is expected to be what it aims at. A covered cell has a part of its chance, its decoys the rest in equal shares.
 *
 * @param covers - for each decoy, which stand after the cells, the cell that it covers
 */
export function startingState(aims: Float64Array, covers: Int32Array, base: number, random: SecretRandom): Start {
  const decoysOf = new Int32Array(aims.length)
  for (const cell of covers) decoysOf[cell] = (decoysOf[cell] as number) + 1
  const own = Int32Array.from(aims, (aim) => floorOf(aim, base, random))
  const chances = [
    ...aims.map((aim, cell) => (decoysOf[cell] === 0 ? 1 : chanceToKeep) * (aim - (own[cell] as number))),
    ...Array.from(covers, (cell) => ((1 - chanceToKeep) / (decoysOf[cell] as number)) * (aims[cell] as number)),
  ]
  const floors = new Int32Array(chances.length)
  floors.set(own)
  return { floors, up: Uint8Array.from(chances, (chance) => (random.next() < chance / base ? 1 : 0)) }
}

/** From here on a cell may be further off: a revision of few of its units would else be told by how much it moves. */
const manyUnits = 500

/** The multiple of the base below; for what is a multiple itself this or the next lower one, so that nothing is exact by its value. */
function floorOf(aim: number, base: number, random: SecretRandom): number {
  const below = Math.floor(aim / base) * base
  const isMultiple = below === aim && aim > 0 && random.next() < 0.5
  const step = aim < manyUnits ? 0 : ([-1, 0, 1, 0][random.below(4)] as number)
  return below - (isMultiple ? base : 0) + step * base
}
