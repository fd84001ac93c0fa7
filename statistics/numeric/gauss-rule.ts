export interface GaussRule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * Nodes and weights on [0, 1] with which polynomials up to degree `2 × size − 1` are integrated exactly.
 *
 * @param size - from 1 to about 30
 * @see Press, W. et al. (2007), Numerical Recipes, section 4.6: Newton's method on Legendre polynomials
 */
export function gaussRule(size: number): GaussRule {
  const nodes = new Float64Array(size)
  const weights = new Float64Array(size)
  for (let at = 0; at < size; at++) {
    let root = Math.cos((Math.PI * (at + 0.75)) / (size + 0.5))
    for (let step = 0; step < 10; step++) {
      const { value, slope } = legendre(size, root)
      root -= value / slope
    }
    const { slope } = legendre(size, root)
    nodes[at] = (1 - root) / 2
    weights[at] = 1 / ((1 - root * root) * slope * slope)
  }
  return { nodes, weights }
}

function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [1, x]
  for (let own = 2; own <= degree; own++)
    [before, value] = [value, ((2 * own - 1) * x * value - (own - 1) * before) / own]
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) }
}
