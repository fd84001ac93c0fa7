/** What an error of a margin costs: its square, and more beyond bounds. */
export interface Penalty {
  readonly weight: number
  /** From here on an error costs `steepness` times more. */
  readonly bound: number
  readonly steepness: number
  /** Beyond this an error costs `hardWeight` more, once the search has cooled down. */
  readonly hardBound: number
  readonly hardWeight: number
}

/** Published cells differ from true ones by less than this, and margins of one block by far less. */
export const reach = 2048

/** Of families that carry a promise for every cell. */
export const promised: Penalty = { weight: 80, bound: 1, steepness: 8, hardBound: 2, hardWeight: 30_000 }

/** Of sums that have to be the numbers of another cube. */
export const controlled: Penalty = { weight: 200, bound: 0, steepness: 8, hardBound: 1, hardWeight: 100_000 }

/** Of all other families, by the mean size of their cells: large totals are read most. */
export function ordinary(meanSize: number): Penalty {
  const weight = meanSize < 10 ? 1 : meanSize < 30 ? 2 : meanSize < 100 ? 10 : meanSize < 300 ? 20 : 50
  return { weight, bound: 6, steepness: 4, hardBound: 9, hardWeight: 3000 }
}

/**
 * How the cost of a margin changes when its error rises by the base, by error + {@link reach}. A fall takes back the rise from where it
 * ends.
 *
 * @param terms - how many of them are added up: their sum stays within 32 bits
 */
export function risesOf(penalty: Penalty, base: number, isHard: boolean, terms: number): Int32Array {
  const bound = Math.floor((2 ** 31 - 1) / terms)
  return Int32Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const rise = cost(index - reach + base, penalty, isHard) - cost(index - reach, penalty, isHard)
    return Math.max(-bound, Math.min(bound, rise))
  })
}

export function cost(
  error: number,
  { weight, bound, steepness, hardBound, hardWeight }: Penalty,
  isHard: boolean,
): number {
  const [over, far] = [Math.max(0, Math.abs(error) - bound), Math.max(0, Math.abs(error) - hardBound)]
  return weight * (error * error + steepness * over * over) + (isHard ? hardWeight * far * far : 0)
}
