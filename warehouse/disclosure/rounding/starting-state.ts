import { keptChance } from './flow.ts'
import type { SecretRandom } from './random.ts'

/** What a search begins with, by free cell: each is published as its floor, or as one base more where it is up. */
export interface Start {
  readonly floors: Int32Array
  readonly up: Uint8Array
}

interface Aimed {
  /** What each cell is expected to become. */
  readonly aims: Float64Array
  /** For each decoy, which stand after the cells, the cell that it covers. */
  readonly covers: Int32Array
  readonly free: Int32Array
}

/** Each cell is expected to be what it aims at. A covered cell has a part of its chance, its decoys the rest in equal shares. */
export function startingState({ aims, covers, free }: Aimed, base: number, random: SecretRandom): Start {
  const decoysOf = new Int32Array(aims.length)
  for (const cell of covers) decoysOf[cell] = (decoysOf[cell] as number) + 1
  const floors = Int32Array.from(free, (place) => floorOf(aims[place] ?? 0, base, random))
  const up = Uint8Array.from(free, (place, index) => {
    const isOwn = place < aims.length
    const cell = isOwn ? place : (covers[place - aims.length] as number)
    const aim = aims[cell] as number
    const decoys = decoysOf[cell] as number
    const own = decoys === 0 ? 1 : keptChance
    const above = isOwn ? aim - (floors[index] as number) : aim
    return random.next() < ((isOwn ? own : (1 - own) / decoys) * above) / base ? 1 : 0
  })
  return { floors, up }
}

/** From here on a cell may be further off: a revision of few of its units would else be told by how much it moves. */
const manyUnits = 500

/** The multiple of the base below; for what is a multiple itself this or the next lower one, so that nothing is exact by its value. */
function floorOf(aim: number, base: number, random: SecretRandom): number {
  const below = Math.floor(aim / base) * base
  const isMultiple = below === aim && aim > 0 && random.next() < 0.5
  const step = aim < manyUnits ? 0 : random.below(4) - 1
  return below - (isMultiple ? base : 0) + (step === 2 ? 0 : step) * base
}
