import { Refusal } from '#foundation'

/** @throws {@link Refusal} `TOO_FEW_PERIODS` with what is needed */
export function requirePeriods(found: number, needed: number, method: string): void {
  if (found >= needed) return
  const message = `${method} needs at least ${needed} periods; there are ${found}. Ask for a longer time or a finer period.`
  throw new Refusal('TOO_FEW_PERIODS', message, { parameter: 'from' })
}

/** @throws {@link Refusal} `NOT_A_COUNT` for numbers that are negative or no whole numbers */
export function requireCounts(values: readonly number[], what: string): void {
  if (values.every((value) => Number.isInteger(value) && value >= 0)) return
  throw new Refusal('NOT_A_COUNT', `${what} have to be whole numbers of 0 or more.`)
}

/** @throws {@link Refusal} `GAP_IN_SERIES` for numbers that are missing or not finite */
export function requireFinite(values: readonly number[], what: string): void {
  if (values.every(Number.isFinite)) return
  throw new Refusal('GAP_IN_SERIES', `${what} have gaps: every period needs a figure. Ask for a period without gaps.`)
}

/** @throws {@link Refusal} `UNEQUAL_LENGTHS` */
export function requireEqualLengths(...series: readonly { readonly length: number }[]): void {
  const [first, ...others] = series
  if (others.every(({ length }) => length === first?.length)) return
  throw new Refusal('UNEQUAL_LENGTHS', 'The series have different lengths: each period needs a figure in all of them.')
}

/** @throws {@link Refusal} `ZERO_DENOMINATOR` */
export function requirePositive(values: readonly number[], what: string): void {
  if (values.every((value) => value > 0)) return
  throw new Refusal('ZERO_DENOMINATOR', `${what} have to be above 0: there is nothing to divide by.`)
}
