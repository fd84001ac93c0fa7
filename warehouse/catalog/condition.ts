import { z } from 'zod'

const codes = z.array(z.string()).min(1)

/** Which rows a count takes: by dimension the codes that a row has one of, or under `not` those that it has none of. */
export const conditionSchema = z
  .record(z.string(), z.union([codes, z.strictObject({ not: codes })]))
  .describe('all of it has to hold')

export type Condition = z.output<typeof conditionSchema>

/** One part of a condition. */
export interface Clause {
  readonly dimension: string
  readonly codes: readonly string[]
  /** Whether a row has to have one of the codes, or none of them. */
  readonly isIn: boolean
}

/** Of the codes of a dimension those that a condition lets through, in their order. */
export function admittedCodes(
  codes: readonly { readonly code: string }[],
  dimension: string,
  condition: Condition | undefined,
): readonly string[] {
  return codes.map(({ code }) => code).filter((code) => isAdmitted(code, dimension, condition))
}

/** Whether a condition lets a code of a dimension through. */
export function isAdmitted(code: string, dimension: string, condition: Condition | undefined): boolean {
  const clauses = clausesOf(condition).filter((clause) => clause.dimension === dimension)
  return clauses.every(({ codes, isIn }) => codes.includes(code) === isIn)
}

/** The parts of a condition, all of which have to hold; none where there is no condition. */
export function clausesOf(condition: Condition = {}): readonly Clause[] {
  return Object.entries(condition).map(([dimension, codes]) =>
    Array.isArray(codes) ? { dimension, codes, isIn: true } : { dimension, codes: codes.not, isIn: false },
  )
}
