import type { SecretRandom } from '../rounding/index.ts'

const passes = 12
const shrinkage = 1e-4

/**
 * A logistic model of marks that are there or not, fitted by stochastic gradient descent with a falling step (Bottou 2010).
 *
 * @param marks - for each case the numbers of its marks
 * @param isTrue - what is to be foretold
 * @returns the chance of a case to be true, by its marks
 */
export function fitLogistic(
  marks: readonly (readonly number[])[],
  isTrue: readonly boolean[],
  random: SecretRandom,
): (marks: readonly number[]) => number {
  const size = 1 + marks.reduce((largest, own) => Math.max(largest, ...own), 0)
  const weights = new Float64Array(size)
  let intercept = 0
  const chanceOf = (own: readonly number[]) =>
    1 / (1 + Math.exp(-own.reduce((sum, mark) => sum + (weights[mark] ?? 0), intercept)))
  for (let step = 0; step < passes * marks.length; step++) {
    const place = random.below(marks.length)
    const own = marks[place] as readonly number[]
    const rate = 0.1 / (1 + step / (2 * marks.length))
    const move = rate * (Number(isTrue[place]) - chanceOf(own))
    intercept += move
    for (const mark of own) weights[mark] = (weights[mark] as number) * (1 - rate * shrinkage) + move
  }
  return chanceOf
}
