import type { FamilyError } from './promises.ts'
import type { PromiseScope } from './tables/cube-rule.ts'

/** Tables that protection moves by about the same: the standard deviation of the error of one of their margins, in persons. */
export interface ErrorGroup {
  readonly error: number
  /** Names as of `familyName`. */
  readonly families: readonly string[]
}

/** Of fewer margins an error of their own would tell too much of each; such families of one scope are told together. */
const minMargins = 50

/**
 * The standard deviation of the error of a margin by family, rounded up to a tenth: what an interval has to allow for. Families
 * that move by the same are told together.
 */
export function errorsByFamily(errors: readonly FamilyError[]): readonly ErrorGroup[] {
  const small = errors.filter(({ margins }) => margins < minMargins)
  const pooled = new Map<PromiseScope, number>(
    [...new Set(small.map(({ scope }) => scope))].map((scope) => {
      const own = small.filter((one) => one.scope === scope)
      return [scope, deviationOf(marginsOf(own) < minMargins ? inScope(errors, scope) : own)]
    }),
  )
  const groups = new Map<number, string[]>()
  for (const one of errors) {
    const error = one.margins < minMargins ? (pooled.get(one.scope) ?? 0) : deviationOf([one])
    const families = groups.get(error) ?? []
    groups.set(error, families)
    families.push(one.name)
  }
  return [...groups].sort(([one], [other]) => one - other).map(([error, families]) => ({ error, families }))
}

/** Of all margins of a block of time: what stands for families of which nothing else is known. */
export function standardErrorOf(errors: readonly FamilyError[]): number {
  return deviation(errors.filter(({ scope }) => scope === 'block' || scope === 'promised'))
}

/** All families of a scope, and where they have too few margins all that there are. */
function inScope(errors: readonly FamilyError[], scope: PromiseScope): readonly FamilyError[] {
  const own = errors.filter((one) => one.scope === scope)
  return marginsOf(own) < minMargins ? errors : own
}

function deviationOf(errors: readonly FamilyError[]): number {
  return Math.ceil(deviation(errors) * 10 - 1e-9) / 10
}

function deviation(errors: readonly FamilyError[]): number {
  return Math.sqrt(errors.reduce((sum, { squares }) => sum + squares, 0) / Math.max(1, marginsOf(errors)))
}

function marginsOf(errors: readonly FamilyError[]): number {
  return errors.reduce((sum, { margins }) => sum + margins, 0)
}
