import type gammalnOf from '@stdlib/math-base-special-gammaln'
import { lazyRequire } from './lazy-require.ts'

const gammaln = lazyRequire<typeof gammalnOf>('@stdlib/math-base-special-gammaln')

/** The logarithm of the gamma function, for `x > 0`. */
export function logGamma(x: number): number {
  return gammaln()(x)
}
