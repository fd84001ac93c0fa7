import type { DuckDBConnection } from '@duckdb/node-api'
import { streamStatement } from '#foundation'
import type { LawChange, Text } from '#jurisdictions'
import type { NoteName } from '../catalog/catalog.ts'
import { daysOf, monthOf } from '../catalog/periods.ts'
import { readColumns } from '../columns/read-columns.ts'
import { codeColumn, type TypedColumn, takeRows } from '../columns/typed-column.ts'
import type { GenerationManifest } from '../generations/manifest.ts'
import { AnswerRows } from './answer-rows.ts'
import { compile } from './compile.ts'
import { measureColumns } from './derive.ts'
import { orderOf, pageOf } from './order.ts'
import type { Plan } from './plan.ts'
import type { Level, Question } from './question.ts'

/** What a column of an answer means. */
export interface ColumnMeaning {
  readonly name: string
  readonly unit: string | null
  readonly label: Text
}

export interface Incomplete {
  readonly period: string
  readonly coveredTo: string
}

/** An answer with all that has to be said beside its figures. */
export interface Answer {
  readonly question: Question
  readonly level: Level
  readonly generation: string
  readonly builtAt: string
  readonly synthetic: boolean
  /** The days that the figures cover: what was asked for, as far as extracts cover it. */
  readonly period: { readonly from: string; readonly to: string } | null
  readonly columns: readonly TypedColumn[]
  readonly meanings: readonly ColumnMeaning[]
  readonly rows: number
  /** Rows before `limit` and `offset`. */
  readonly allRows: number
  readonly notes: readonly NoteName[]
  readonly breaks: readonly LawChange[]
  readonly incomplete: readonly Incomplete[]
}

/** More rows than this are not for one answer. */
const maxRows = 2_000_000

/**
 * Runs a plan on a connection to the facts.
 *
 * @param signal - ends the run: a deadline, a caller who has left, a shutdown
 * @throws {@link Refusal} `DEADLINE`, `TOO_MANY_ROWS`, `UNKNOWN_SORT_COLUMN`
 */
export async function answer(
  plan: Plan,
  facts: GenerationManifest,
  connection: DuckDBConnection,
  signal: AbortSignal,
): Promise<Answer> {
  const read = await streamStatement(connection, compile(plan), signal, (result) => readColumns(result, maxRows))
  const rows = new AnswerRows(plan, read)
  const kept = rows.asked()
  const columns = [
    ...rows.dimensionColumns(kept),
    ...measureColumns(
      kept.map((row) => rows.pair(row)),
      plan,
    ),
    ...(plan.grain === undefined
      ? []
      : [
          codeColumn(
            'status',
            kept.map((row) => (rows.isComplete(row) ? 'complete' : 'incomplete')),
          ),
        ]),
  ]
  const order = pageOf(orderOf(columns, plan.question.sort, kept.length), plan.question)
  const incomplete = incompletePeriods(rows, kept, plan)
  return {
    question: plan.question,
    level: plan.policy.level,
    generation: facts.id,
    builtAt: facts.builtAt,
    synthetic: facts.synthetic,
    period: coveredPeriod(plan),
    columns: columns.map((column) => takeRows(column, order)),
    meanings: columns.map(({ name }) => meaningOf(name, plan)),
    rows: order.length,
    allRows: kept.length,
    notes: notesFor(plan, facts, incomplete.length > 0),
    breaks: breaksIn(plan),
    incomplete,
  }
}

function incompletePeriods(rows: AnswerRows, kept: readonly number[], { coverage }: Plan): readonly Incomplete[] {
  if (coverage === null) return []
  const names = new Set(kept.filter((row) => !rows.isComplete(row)).map((row) => rows.periodName(row)))
  return [...names].map((period) => ({ period, coveredTo: coverage.to }))
}

function coveredPeriod({ asked, coverage }: Plan): Answer['period'] {
  if (coverage === null) return null
  const { from, to } = daysOf(asked)
  return { from: from > coverage.from ? from : coverage.from, to: to < coverage.to ? to : coverage.to }
}

function breaksIn({ asked, coverage, catalog }: Plan): readonly LawChange[] {
  const first = Math.max(asked.first, coverage === null ? 0 : monthOf(coverage.from))
  const inside = (on: string) => monthOf(on) > first && monthOf(on) <= asked.last
  return catalog.lawChanges.filter((change) => change.breaks_series && inside(change.on))
}

function notesFor({ question }: Plan, { synthetic }: GenerationManifest, incomplete: boolean): NoteName[] {
  return [
    'unprotected',
    ...(synthetic ? (['synthetic'] as const) : []),
    ...(question.interval === undefined ? [] : (['interval'] as const)),
    ...(incomplete ? (['incomplete'] as const) : []),
    'absent',
  ]
}

const statusLabel: Text = { en: 'Status of the period', ru: 'Статус периода', ky: 'Мезгилдин абалы' }

function meaningOf(name: string, plan: Plan): ColumnMeaning {
  const dimension = plan.dimensions.find((known) => known.name === name)
  if (dimension !== undefined) return { name, unit: null, label: dimension.label }
  const measure = plan.measures.find((known) => name === known.name || name.startsWith(`${known.name}_`))
  if (measure === undefined) return { name, unit: null, label: statusLabel }
  const suffix = name.slice(measure.name.length)
  return { name, unit: suffix === '_n' ? 'persons' : unitOf(suffix, measure), label: measure.label }
}

function unitOf(suffix: string, { name, unit }: Plan['measures'][number]): string {
  if (!suffix.startsWith('_change')) return unit
  return name === 'persons' || unit === 'ratio' ? 'growth' : unit
}
