import type { Turns } from '#foundation'
import { cellReader } from '../../columns/typed-column.ts'
import { fewPersons } from '../../disclosure/cell-key/promised-limits.ts'
import { type AnswerColumn, remarkColumn } from '../plan/column-meaning.ts'
import type { Plan } from '../plan/plan.ts'
import { countsOf } from '../statement/compile.ts'
import type { RowPair } from './figures.ts'

/** Protection and chance move figures of these most. */
const smallSubjects = ['court', 'offence']

/**
 * How far each row can be relied on, where figures are protected: `not_shown` when a share has too small a denominator,
 * `unreliable` for a court or an offence with few persons. All of it is judged by protected values.
 */
export async function reliabilityColumn(
  shown: readonly number[],
  pairOf: (row: number) => RowPair,
  measures: readonly AnswerColumn[],
  plan: Plan,
  turns: Turns,
): Promise<AnswerColumn | undefined> {
  const { protection, question, where } = plan
  if (protection.isExact) return undefined
  const isSmallSubject = [...question.by, ...Object.keys(where)].some((name) => smallSubjects.includes(name))
  const counts = countsOf(plan).map(([name]) => name)
  const derived = plan.measures.filter(({ form }) => !('count' in form)).map(({ name }) => name)
  const values = measures.flatMap(({ column, meaning: { part, measure = '' } }) =>
    part === 'value' && derived.includes(measure) ? [cellReader(column)] : [],
  )
  return remarkColumn('reliability', await turns.map(shown, (row, at) => judged(pairOf(row), at)))

  function judged({ row }: RowPair, at: number): 'not_shown' | 'unreliable' | 'normal' {
    if (values.some((read) => read(at) === null)) return 'not_shown'
    const largest = Math.max(...counts.map((count) => row(count) ?? 0))
    return isSmallSubject && largest < fewPersons ? 'unreliable' : 'normal'
  }
}
