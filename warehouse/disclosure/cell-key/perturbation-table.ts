/** How noise is limited: at most `reach` units, of variance at most `variance`; no result from 1 to `smallest`. */
export interface PerturbationLimits {
  readonly reach: number
  readonly variance: number
  readonly smallest: number
}

/** What a true count may become, with probabilities that add up to 1. */
export interface Outcome {
  readonly value: number
  readonly probability: number
}

/** The rows of the table by true count; counts beyond the last row have its noise. */
export type PerturbationTable = readonly (readonly Outcome[])[]

/**
 * The perturbation table of the cell-key method: for each true count the distribution of largest entropy over the values
 * within reach, unbiased, of bounded variance, and never more likely to fall further below the truth
 * (Giessing and Tent 2019; R package ptable, Enderle). Zero stays zero.
 *
 * @returns rows for the counts 0 to `reach + smallest + 1`
 */
export function perturbationTable(limits: PerturbationLimits): PerturbationTable {
  return Array.from({ length: limits.reach + limits.smallest + 2 }, (_, count) => distributionOf(count, limits))
}

/** Values next to each other that are held equally likely. */
interface Group {
  readonly values: readonly number[]
  /** Mean of the noise and of its square over the values. */
  readonly noise: number
  readonly square: number
}

function distributionOf(count: number, { reach, variance, smallest }: PerturbationLimits): readonly Outcome[] {
  if (count === 0) return [{ value: 0, probability: 1 }]
  const values = Array.from({ length: 2 * reach + 1 }, (_, index) => count - reach + index)
  let groups = values.filter((value) => value === 0 || value > smallest).map((value) => groupOf([value], count))
  for (;;) {
    const weights = largestEntropy(groups, variance)
    const fall = groups.findIndex((_, index) => {
      const next = groups[index + 1]
      return next !== undefined && next.noise <= 0 && (weights[index] ?? 0) > (weights[index + 1] ?? 0) + 1e-12
    })
    if (fall === -1)
      return groups.flatMap((group, index) =>
        group.values.map((value) => ({ value, probability: weights[index] ?? 0 })),
      )
    const pooled = groupOf([...(groups[fall]?.values ?? []), ...(groups[fall + 1]?.values ?? [])], count)
    groups = [...groups.slice(0, fall), pooled, ...groups.slice(fall + 2)]
  }
}

function groupOf(values: readonly number[], count: number): Group {
  const mean = (of: (noise: number) => number) =>
    values.reduce((sum, value) => sum + of(value - count), 0) / values.length
  return { values, noise: mean((noise) => noise), square: mean((noise) => noise * noise) }
}

/** Probabilities of each value of the groups: exponential in noise and its square, which the variance may not need. */
function largestEntropy(groups: readonly Group[], variance: number): readonly number[] {
  const free = solveDual(groups, undefined)
  const spread = groups.reduce((sum, { square, values }, index) => sum + values.length * (free[index] ?? 0) * square, 0)
  return spread <= variance ? free : solveDual(groups, variance)
}

const steps = 200

/** Newton's method with halving on the dual, which is convex. Without a variance only the mean is fixed. */
function solveDual(groups: readonly Group[], variance: number | undefined): readonly number[] {
  let [tilt, bend] = [0, variance === undefined ? 0 : -0.1]
  const weigh = (a: number, b: number) => groups.map((group) => Math.exp(a * group.noise + b * group.square))
  const dual = (a: number, b: number) =>
    Math.log(weigh(a, b).reduce((sum, weight, index) => sum + weight * (groups[index]?.values.length ?? 0), 0)) -
    b * (variance ?? 0)
  for (let step = 0; step < steps; step++) {
    const m = moments(groups, weigh(tilt, bend))
    const [g1, g2] = [m.noise, variance === undefined ? 0 : m.square - variance]
    if (Math.abs(g1) + Math.abs(g2) < 1e-13) break
    const determinant = m.noiseNoise * m.squareSquare - m.noiseSquare ** 2
    const [d1, d2] =
      variance === undefined
        ? [-g1 / m.noiseNoise, 0]
        : [
            (-g1 * m.squareSquare + g2 * m.noiseSquare) / determinant,
            (g1 * m.noiseSquare - g2 * m.noiseNoise) / determinant,
          ]
    let length = 1
    while (length > 1e-6 && dual(tilt + length * d1, bend + length * d2) > dual(tilt, bend)) length /= 2
    tilt += length * d1
    bend += length * d2
  }
  const weights = weigh(tilt, bend)
  const total = weights.reduce((sum, weight, index) => sum + weight * (groups[index]?.values.length ?? 0), 0)
  return weights.map((weight) => weight / total)
}

/** Means and covariances of the noise and its square under some weights. */
function moments(groups: readonly Group[], weights: readonly number[]) {
  const masses = groups.map(({ values }, index) => (weights[index] ?? 0) * values.length)
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  const mean = (of: (group: Group) => number) =>
    groups.reduce((sum, group, index) => sum + (masses[index] ?? 0) * of(group), 0) / total
  const [noise, square] = [mean((group) => group.noise), mean((group) => group.square)]
  return {
    noise,
    square,
    noiseNoise: mean((group) => group.noise ** 2) - noise ** 2,
    noiseSquare: mean((group) => group.noise * group.square) - noise * square,
    squareSquare: mean((group) => group.square ** 2) - square ** 2,
  }
}
