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

/** A Poisson number: by inversion, and from a mean of 60 on the rounded normal one. */
export function poissonNumber(mean: number, random: Random): number {
  if (mean >= normalFrom) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalNumber(random)))
  let chance = Math.exp(-mean)
  let sum = chance
  const at = random()
  for (let count = 0; ; count++) {
    if (at < sum || chance < 1e-300) return count
    chance *= mean / (count + 1)
    sum += chance
  }
}

/** How many of `total` it happens to: by inversion, and where many are expected on both sides the rounded normal one. */
export function binomialNumber(total: number, share: number, random: Random): number {
  if (total === 0 || share <= 0) return 0
  if (share >= 1) return total
  if (share > 0.5) return total - binomialNumber(total, 1 - share, random)
  const mean = total * share
  if (mean >= normalFrom) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - share)) * normalNumber(random))
    return Math.min(total, Math.max(0, drawn))
  }
  let chance = (1 - share) ** total
  let sum = chance
  const at = random()
  for (let count = 0; count < total; count++) {
    if (at < sum) return count
    chance *= ((total - count) / (count + 1)) * (share / (1 - share))
    sum += chance
  }
  return total
}

/** A standard normal number. @see Box, G. and Muller, M. (1958), Annals of Mathematical Statistics 29 */
export function normalNumber(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
