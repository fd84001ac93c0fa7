/** Numbers in [0, 1) that look like chance and come again for the same seed. */
export type Random = () => number

/** @see Vigna, S. (2014): splitmix; enough for intervals, of no use for secrets */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const normalFrom = 60
/** No number drawn by inversion comes near it. */
const maxCount = 255
const reciprocals = Float64Array.from({ length: maxCount + 1 }, (_, count) => 1 / count)

/**
 * A Poisson number: by inversion, and from a mean of 60 on the rounded normal one.
 *
 * @param chanceOfNone - exp(-mean), for whoever draws of the same mean again and again
 */
export function poissonNumber(mean: number, random: Random, chanceOfNone = Math.exp(-mean)): number {
  if (mean >= normalFrom) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalNumber(random)))
  let chance = chanceOfNone
  let sum = chance
  let count = 0
  for (const at = random(); at >= sum && count < maxCount; sum += chance)
    chance *= mean * (reciprocals[++count] as number)
  return count
}

/** A standard normal number. @see Box, G. and Muller, M. (1958), Annals of Mathematical Statistics 29 */
export function normalNumber(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
