import { Turns } from '#foundation'
import type { LawChange } from '#jurisdictions'
import type { RemarkName } from '../catalog/answer-columns.ts'
import { kindOf } from '../catalog/figure-kind.ts'
import type { NoteName } from '../catalog/note.ts'
import { type ColumnVector, cellReader, takeRows } from '../columns/typed-column.ts'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { Protection } from '../disclosure/protection.ts'
import type { Edition } from '../editions/edition.ts'
import type { CubeEngine } from '../engines/cube-engine.ts'
import { daysOf, monthOf } from '../facts/calendar.ts'
import { AnswerRows } from './answer-rows.ts'
import { coarserDimensions } from './coarsen.ts'
import { withFallen } from './fallen-rows.ts'
import { readDenominators } from './figures/denominators.ts'
import { measureColumns } from './figures/derive.ts'
import { errorOfPlan } from './figures/error-of-plan.ts'
import { reliabilityColumn } from './figures/reliability.ts'
import { tellsOfGroups } from './group-disclosure.ts'
import { notesFor } from './notes.ts'
import { orderOf, pageOf } from './order.ts'
import { type AnswerColumn, type ColumnMeaning, remarkColumn } from './plan/column-meaning.ts'
import type { Plan } from './plan/plan.ts'
import type { Question } from './plan/question.ts'
import { mayBeShown } from './shown-rows.ts'
import { compile, countsOf } from './statement/compile.ts'

/** A period of an answer that deliveries cover in part, and the first and the last day that they cover, as ISO dates. */
export interface Incomplete {
  readonly period: string
  readonly coveredFrom: string
  readonly coveredTo: string
}

/** An answer with all that has to be said beside its figures. */
export interface Answer {
  readonly question: Question
  /** The question as it was asked, where analysts are told the answer to another one. */
  readonly asked?: Question
  readonly level: AccessLevel
  readonly method: Protection['method']
  /** By measure: standard deviation of what protection adds to the counts that its figures are made of, in persons. */
  readonly protectionErrors: Readonly<Record<string, number>>
  readonly edition: Edition
  /** Where the answer is coarser than the question: the dimensions that it has instead. */
  readonly coarser: readonly string[] | null
  /** The days that the figures cover: what was asked for, as far as extracts cover it. */
  readonly period: { readonly from: string; readonly to: string } | null
  readonly columns: readonly ColumnVector[]
  readonly meanings: readonly ColumnMeaning[]
  readonly rows: number
  /** Rows before `limit` and `offset`. */
  readonly allRows: number
  readonly notes: readonly NoteName[]
  readonly breaks: readonly LawChange[]
  /** What happened inside the period without breaking the series, such as amnesties. */
  readonly events: readonly LawChange[]
  readonly incomplete: readonly Incomplete[]
}

/** An answer that cannot be given as asked, and the dimensions by which it can. */
export interface Coarser {
  readonly coarser: readonly string[]
}

/** More rows than this are not for one answer. */
const maxRows = 2_000_000

/**
 * Runs a plan on the cubes of its edition.
 *
 * @param signal - ends the run: a deadline, a caller who has left, a shutdown
 * @param minShown - rows with a count from 1 to less than this are left out
 * @returns the answer, or by which dimensions to ask instead
 * @throws {@link Refusal} `DEADLINE`, `TOO_MANY_ROWS`, `UNKNOWN_SORT_COLUMN`
 */
export async function answer(
  plan: Plan,
  cubes: CubeEngine,
  signal: AbortSignal,
  minShown = 0,
): Promise<Answer | Coarser> {
  const read = withFallen(await cubes.read(compile(plan, cubes.dialect), signal, maxRows), plan)
  const denominators = await denominatorsOf(plan, cubes, signal)
  const turns = new Turns(signal)
  const rows = new AnswerRows(plan, read, denominators)
  await turns.next()
  const asked = rows.asked()
  const isShown = await turns.map(asked, (row) => mayBeShown(rows.pair(row), plan, minShown))
  const shown = asked.filter((_, at) => isShown[at])
  const sums = countsOf(plan).map(([name]) => ({ name, sum: sumOf(name) }))
  const widest = sums.reduce((a, b) => (b.sum > a.sum ? b : a), { name: '', sum: 0 })
  const coarser = coarserDimensions(plan, widest.sum)
  if (coarser !== undefined) return { coarser }
  const measures = await measureColumns(shown, (row) => rows.pair(row), plan, turns)
  const remark = async (name: RemarkName, code: (row: number) => string) =>
    remarkColumn(name, await turns.map(shown, code))
  const reliability = await reliabilityColumn(shown, (row) => rows.pair(row), measures, plan, turns)
  const found: readonly AnswerColumn[] = [
    ...(await rows.dimensionColumns(shown, turns)),
    ...measures,
    ...(plan.grain === undefined && !plan.isTrimmed
      ? []
      : [await remark('period_status', (row) => (rows.isComplete(row) ? 'complete' : 'incomplete'))]),
    ...(plan.compared === undefined
      ? []
      : [await remark('comparison', (row) => (rows.crossesBreak(row) ? 'across_break' : 'comparable'))]),
    ...(reliability === undefined ? [] : [reliability]),
  ]
  const columns = found.map(({ column }) => column)
  await turns.next()
  const order = pageOf(orderOf(columns, plan.question.sort, shown.length), plan.question)
  await turns.next()
  const incomplete = incompletePeriods(rows, shown, plan)
  const changes = changesIn(plan)
  const crossesBreak = shown.some((row) => rows.crossesBreak(row))
  await turns.next()
  const partlyKnown = shown.some((row) => rows.isPartlyKnown(row))
  await turns.next()
  return {
    question: plan.question,
    level: plan.policy.level,
    method: plan.protection.method,
    protectionErrors: Object.fromEntries(
      plan.measures.map(({ name, form }) => [name, errorOfPlan(plan, form, kindOf(form))]),
    ),
    edition: plan.edition,
    coarser: null,
    period: coveredPeriod(plan),
    columns: await turns.map(columns, (column) => takeRows(column, order), 1),
    meanings: found.map(({ meaning }) => meaning),
    rows: order.length,
    allRows: shown.length,
    notes: notesFor(plan, {
      incomplete: incomplete.length > 0,
      crossesBreak,
      reliability: reliability?.column,
      leftOut: minShown > 0,
      partlyKnown,
      tellsOfGroups: await tellsOfGroupsIn(shown, rows, widest.name, plan, turns),
    }),
    breaks: changes.filter(({ breaks_series }) => breaks_series),
    events: changes.filter(({ breaks_series }) => !breaks_series),
    incomplete,
  }

  function sumOf(count: string): number {
    return shown.reduce((sum, row) => sum + (rows.pair(row).row(count) ?? 0), 0)
  }
}

/** Only exact counts of persons tell of groups; figures of another level are protected against it. */
async function tellsOfGroupsIn(
  shown: readonly number[],
  rows: AnswerRows,
  count: string,
  { protection, dimensions }: Plan,
  turns: Turns,
): Promise<boolean> {
  if (protection.note !== 'unprotected') return false
  const readers = (await rows.dimensionColumns(shown, turns)).map(({ column }) => cellReader(column))
  const cells = shown.map((row, at) => ({
    codes: readers.map((read) => String(read(at))),
    persons: rows.pair(row).row(count) ?? 0,
  }))
  return tellsOfGroups(
    cells,
    dimensions.flatMap(({ grain }, at) => (grain === undefined ? [at] : [])),
  )
}

async function denominatorsOf(plan: Plan, cubes: CubeEngine, signal: AbortSignal) {
  const all = new Map<string, Awaited<ReturnType<typeof readDenominators>>>()
  for (const { name, over } of plan.measures)
    if (over !== undefined) all.set(name, await readDenominators(plan, over, cubes, signal))
  return all
}

/** Without a time dimension `period` says what is covered. */
function incompletePeriods(
  rows: AnswerRows,
  shown: readonly number[],
  { coverage, grain }: Plan,
): readonly Incomplete[] {
  if (coverage === null || grain === undefined) return []
  const names = new Set(shown.filter((row) => !rows.isComplete(row)).map((row) => rows.periodName(row)))
  return [...names].map((period) => ({ period, coveredFrom: coverage.from, coveredTo: coverage.to }))
}

function coveredPeriod({ asked, coverage, catalog }: Plan): Answer['period'] {
  if (coverage === null) return null
  const { from, to } = daysOf(asked, catalog.jurisdiction)
  return { from: from > coverage.from ? from : coverage.from, to: to < coverage.to ? to : coverage.to }
}

function changesIn({ asked, compared, coverage, catalog }: Plan): readonly LawChange[] {
  const begins = Math.min(asked.first, compared?.first ?? asked.first)
  const first = Math.max(begins, coverage === null ? 0 : monthOf(coverage.from, catalog.jurisdiction))
  const inside = (on: string) => {
    const month = monthOf(on, catalog.jurisdiction)
    return month > first && month <= asked.last
  }
  return catalog.lawChanges.filter(({ on }) => inside(on))
}
