import { Refusal } from '#foundation'
import { protectionOfShare } from '#statistics'
import { type Answer, type CellValue, cellReader, columnName, type Dataset, type Measure } from '#warehouse'
import type { Total } from './total.ts'

/**
 * What became of a published figure: the same as that of the release; within the error of protection; another one; or not comparable,
 * because nothing answers it or because protection does not show it.
 */
export type ProofState = 'equal' | 'within' | 'differs' | 'not_available' | 'protected'

/** A published figure beside that of the release. */
export interface ProvenTotal {
  readonly total: Total
  readonly figure: number | null
  /** The published figure less that of the release. */
  readonly difference: number | null
  /** How large the difference may be. */
  readonly tolerance: number | null
  readonly state: ProofState
  readonly reason: string | null
}

/** So many standard errors of protection are still an agreement: of a thousand figures that agree about three lie beyond. */
export const standardErrors = 3

/** Compares a published figure with the answer to its question. */
export function compareTotal(total: Total, answer: Answer, dataset: Dataset): ProvenTotal {
  const [partly] = answer.incomplete
  if (partly !== undefined || answer.notes.includes('trimmed'))
    return unproven(
      total,
      'not_available',
      `deliveries cover a part of the period${partly === undefined ? '' : `, ${partly.coveredFrom} to ${partly.coveredTo}`}`,
    )
  const measure = dataset.measures.get(total.measure)
  const figure = figureIn(answer, total.measure, measure)
  if (figure === null) return unproven(total, 'protected', 'too few people for a share that is protected')
  const tolerance = toleranceOf(figure, total, answer, measure)
  if (tolerance === undefined)
    return unproven(total, 'not_available', 'a release states the error of counts and shares: compare the counts of it')
  const difference = total.value - figure
  const state = stateOf(difference, total.rounding, tolerance)
  return { total, figure, difference: written(difference), tolerance: written(tolerance), state, reason: null }
}

/** A question that was refused. @throws whatever else it was */
export function refusedTotal(total: Total, error: unknown): ProvenTotal {
  if (error instanceof Refusal) return unproven(total, 'not_available', error.message)
  throw error
}

function unproven(total: Total, state: 'not_available' | 'protected', reason: string): ProvenTotal {
  return { total, figure: null, difference: null, tolerance: null, state, reason }
}

/** Without the digits that only binary fractions have. */
function written(value: number): number {
  return Math.round(value * 1e9) / 1e9
}

/** Digits of a difference that are only those of binary fractions. */
const noise = 1e-9

function stateOf(difference: number, rounding: number, tolerance: number): ProofState {
  const size = Math.abs(difference) - noise
  if (size <= rounding) return 'equal'
  return size <= tolerance ? 'within' : 'differs'
}

/** A count without a row had nobody, or too few to be distinguished from none. */
function figureIn(answer: Answer, name: string, measure: Measure | undefined): number | null {
  if (answer.rows === 0) return measure !== undefined && 'count' in measure.form ? 0 : null
  const value = cellIn(answer, name)
  return typeof value === 'number' ? value : null
}

function cellIn({ columns }: Answer, name: string): CellValue {
  const column = columns.find((known) => known.name === name)
  return column === undefined ? null : cellReader(column)(0)
}

function toleranceOf(figure: number, { rounding, measure: name }: Total, answer: Answer, measure: Measure | undefined) {
  const error = answer.protectionErrors[name]
  if (measure === undefined || error === undefined) return undefined
  if ('count' in measure.form) return rounding + standardErrors * error
  const total = cellIn(answer, columnName(name, 'n'))
  if (!('share' in measure.form) || typeof total !== 'number') return undefined
  return rounding + standardErrors * protectionOfShare({ events: figure * total, total }, error)
}
