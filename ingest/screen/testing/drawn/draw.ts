/** Draws the same things from the same seed. */
export interface Draw {
  /** A whole number below a bound. */
  readonly below: (bound: number) => number
  readonly of: <T>(all: readonly [T, ...T[]]) => T
  /** So many digits. */
  readonly digits: (count: number) => string
}

/** A generator of its own (mulberry32), which no rule of the screen knows. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
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
