import { gaussRule } from '../numeric/gauss-rule.ts'

/** Adds `scale` times the effect of each factor to `sums`; the factors of the two products begin at `start`. */
type AddEffects = (
  sums: Float64Array,
  scale: number,
  first: ArrayLike<number>,
  last: ArrayLike<number>,
  start: number,
) => void

/**
 * What the change of a product is due to, by factor: its own change times all others, each taken from before or after and
 * averaged over all orders of change. That average is the integral of the product of the others along the straight way from
 * before to after, a polynomial that Gauss's rule integrates exactly.
 *
 * @see Das Gupta (1993), equation 4.5
 */
export function productEffects(factors: number): AddEffects {
  const others = new Float64Array(factors)
  const { nodes, weights } = gaussRule(Math.ceil(factors / 2))
  return (sums, scale, first, last, start) => {
    for (let node = 0; node < nodes.length; node++) {
      const at = nodes[node] as number
      let product = scale * (weights[node] as number)
      for (let factor = 0; factor < factors; factor++) {
        others[factor] = product
        product *= between(first[start + factor] as number, last[start + factor] as number, at)
      }
      product = 1
      for (let factor = factors - 1; factor >= 0; factor--) {
        const [before, after] = [first[start + factor] as number, last[start + factor] as number]
        sums[factor] = (sums[factor] as number) + (after - before) * (others[factor] as number) * product
        product *= between(before, after, at)
      }
    }
  }
}

function between(before: number, after: number, at: number): number {
  return before + at * (after - before)
}
