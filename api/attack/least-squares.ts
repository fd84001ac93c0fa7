/** A sum of unknowns that was answered: their places, and the answer. */
export interface Equation {
  readonly places: readonly number[]
  readonly sum: number
}

/**
 * The smallest of all solutions that leave the least squares of what is not met, by conjugate gradients on the normal
 * equations (CGLS: Björck, Numerical Methods for Least Squares Problems, 7.4.1).
 *
 * @param unknowns - how many there are
 * @param rounds - steps at most; it stops when nothing is gained any more
 */
export function minimumNormSolution(equations: readonly Equation[], unknowns: number, rounds = 400): Float64Array {
  const solution = new Float64Array(unknowns)
  const left = Float64Array.from(equations, ({ sum }) => sum)
  let gradient = backward(equations, left, unknowns)
  const direction = Float64Array.from(gradient)
  let steepness = dot(gradient, gradient)
  const enough = steepness * 1e-14
  for (let round = 0; round < rounds && steepness > enough; round++) {
    const step = forward(equations, direction)
    const length = steepness / dot(step, step)
    for (let at = 0; at < unknowns; at++) solution[at] = (solution[at] ?? 0) + length * (direction[at] ?? 0)
    for (let row = 0; row < left.length; row++) left[row] = (left[row] ?? 0) - length * (step[row] ?? 0)
    gradient = backward(equations, left, unknowns)
    const next = dot(gradient, gradient)
    for (let at = 0; at < unknowns; at++)
      direction[at] = (gradient[at] ?? 0) + (next / steepness) * (direction[at] ?? 0)
    steepness = next
  }
  return solution
}

function forward(equations: readonly Equation[], values: Float64Array): Float64Array {
  return Float64Array.from(equations, ({ places }) => {
    let sum = 0
    for (const place of places) sum += values[place] ?? 0
    return sum
  })
}

function backward(equations: readonly Equation[], values: Float64Array, unknowns: number): Float64Array {
  const sums = new Float64Array(unknowns)
  for (const [row, { places }] of equations.entries())
    for (const place of places) sums[place] = (sums[place] ?? 0) + (values[row] ?? 0)
  return sums
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}
