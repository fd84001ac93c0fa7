import { seededRandom } from '#statistics'

/** Draws the same things from the same seed. */
export interface Draw {
  /** A whole number below a bound. */
  readonly below: (bound: number) => number
  readonly of: <T>(all: readonly [T, ...T[]]) => T
  /** So many digits. */
  readonly digits: (count: number) => string
}

/** Draws from a seed; no rule of the screen knows it. */
export function drawFrom(seed: number): Draw {
  const next = seededRandom(seed)
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    below,
    of: (all) => all[below(all.length)] ?? all[0],
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  }
}

/** So many drawn members of a kind. */
export function members(count: number, seed: number, make: (draw: Draw) => string): readonly string[] {
  const draw = drawFrom(seed)
  return Array.from({ length: count }, () => make(draw))
}
