const asymptoticFrom = 12

/** The derivative of the logarithm of the gamma function, for `x > 0`. @see Abramowitz and Stegun (1964), 6.3.5 and 6.3.18 */
export function digamma(x: number): number {
  let [value, at] = [0, x]
  for (; at < asymptoticFrom; at++) value -= 1 / at
  const square = 1 / at ** 2
  return (
    value +
    Math.log(at) -
    1 / (2 * at) -
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
  )
}

/** The derivative of {@link digamma}. @see Abramowitz and Stegun (1964), 6.4.6 and 6.4.12 */
export function trigamma(x: number): number {
  let [value, at] = [0, x]
  for (; at < asymptoticFrom; at++) value += 1 / at ** 2
  const square = 1 / at ** 2
  return (
    value +
    1 / at +
    square / 2 +
    (square / at) * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (5 * square) / 66))))
  )
}
