import { requireInside } from './assertions.ts'

/** Coefficients of a quotient of polynomials, the highest power first; the last of the denominator is 1. */
type Quotient = readonly [above: readonly number[], below: readonly number[]]

const middle: Quotient = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
]
const tail: Quotient = [
  [
    7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
]
const farTail: Quotient = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.2965605718285049,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 7.868691311456133e-4, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
]

/**
 * The quantile of the standard normal distribution, for `probability` in (0, 1).
 *
 * @throws {@link Refusal} `NOT_A_CHANCE`
 * @see Wichura, M. (1988), Applied Statistics 37: algorithm AS 241, 16 digits
 */
export function normalQuantile(probability: number): number {
  if (probability !== latest.probability) latest = { probability, quantile: quantileOf(probability) }
  return latest.quantile
}

/** Intervals of one level, of which there are millions in a release, all ask for the same one. */
let latest = { probability: 0.5, quantile: 0 }

function quantileOf(probability: number): number {
  requireInside(probability, 'The chance of a quantile')
  const fromMiddle = probability - 0.5
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * quotientAt(middle, 0.180625 - fromMiddle ** 2)
  const root = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)))
  const size = root <= 5 ? quotientAt(tail, root - 1.6) : quotientAt(farTail, root - 5)
  return fromMiddle < 0 ? -size : size
}

function quotientAt([above, below]: Quotient, x: number): number {
  const value = (coefficients: readonly number[]) => coefficients.reduce((sum, one) => sum * x + one, 0)
  return value(above) / value(below)
}
