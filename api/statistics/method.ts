import { z } from 'zod'
import { packagePath, Refusal, readYaml } from '#foundation'
import { text } from '#jurisdictions'
import type { CooperativeTask } from '#statistics'
import { type Answer, type Catalog, datasetNamed, type MeasurePart, type Question, refusedParameter } from '#warehouse'
import { figureIn, type Table, tableOf } from '../formats/table.ts'

/** A finding about one group of a table, such as a region; without groups there is one, for all. */
export interface MethodFinding {
  /** By dimension its code; empty for everybody. */
  readonly group: Readonly<Record<string, string>>
  readonly result: Readonly<Record<string, unknown>>
}

/** What a method finds, group by group. */
export interface MethodFindings {
  readonly findings: readonly MethodFinding[]
  /** What the method used beside the question. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What a method finds about each group, in steps: of many groups others are answered in between. */
export function* findingsByGroup<Group>(
  groups: readonly Group[],
  findingOf: (group: Group, at: number) => MethodFinding | CooperativeTask<MethodFinding>,
): CooperativeTask<readonly MethodFinding[]> {
  const findings: MethodFinding[] = []
  for (const [at, group] of groups.entries()) {
    const finding = findingOf(group, at)
    findings.push(Symbol.iterator in finding ? yield* finding : finding)
    yield
  }
  return findings
}

/** What a method works on. */
export interface MethodInput<O> {
  readonly answer: Answer
  /** The answers to the questions that the method asks besides, in their order. */
  readonly others: readonly Answer[]
  readonly catalog: Catalog
  readonly options: O
}

const described = z.strictObject({ label: text, definition: text, needs: z.string() })
const descriptions = readYaml(
  packagePath('api', 'statistics', 'methods.yaml'),
  z.record(z.string(), described),
  'CATALOG_INVALID',
)

/** What the catalog says of a method. */
export interface MethodDescription extends z.infer<typeof described> {
  readonly name: string
}

/** What the file of methods says of one. */
export function aboutMethod(name: string): MethodDescription {
  const found = descriptions[name]
  if (found === undefined) throw new Error(`methods.yaml does not describe ${name}`)
  return { name, ...found }
}

export interface StatisticalMethod<O = unknown> extends MethodDescription {
  /** Parameters of the method itself, beside those of a question. */
  readonly options?: z.ZodObject
  /** The question that is asked of the grammar; what the method does not understand it refuses. */
  prepare(question: Question, catalog: Catalog, options: O): Question
  /** Further questions that it needs answers to, of the same release. */
  besides?(question: Question, catalog: Catalog, options: O): readonly Question[]
  /** Long work comes in steps, so that others are answered in between. */
  run(material: MethodInput<O>): MethodFindings | CooperativeTask<MethodFindings>
}

/**
 * The parameters of a method.
 *
 * @throws {@link Refusal} `BAD_PARAMETER`; `NOT_FOR_METHOD` when one is missing
 */
export function optionsOf(method: StatisticalMethod, given: Readonly<Record<string, unknown>>): unknown {
  const parsed = (method.options ?? z.strictObject({})).safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const parameter = String(issue?.path[0])
  if (given[parameter] === undefined) throw notForMethod(method)
  throw refusedParameter(parsed.error.issues)
}

/** @throws {@link Refusal} `NOT_FOR_METHOD` with what the method needs */
export function notForMethod({ name, needs }: Pick<StatisticalMethod, 'name' | 'needs'>): Refusal {
  return new Refusal('NOT_FOR_METHOD', `The method ${name} needs ${needs}.`, { parameter: 'by' })
}

export interface Series {
  readonly group: Readonly<Record<string, string>>
  readonly periods: readonly string[]
  readonly values: readonly (number | null)[]
}

/** The series of a figure by group, in the order of time, complete periods only; a period without a row had nobody. */
export function seriesOf(
  answer: Answer,
  catalog: Catalog,
  measure: string,
  absent: number | null,
  part: MeasurePart = 'value',
): readonly Series[] {
  const table = tableOf(answer, catalog, 'en')
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const column = figureIn(table, measure, part)
  const status = table.remarks.find(({ name }) => name === 'period_status')
  if (time < 0 || column === undefined) throw new Error('a series needs time and a figure')
  const incomplete = new Set<string>()
  const found = new Map<string, { group: Record<string, string>; at: Map<string, number | null> }>()
  for (let row = 0; row < table.rows; row++) {
    const group = groupAt(table, row)
    const key = JSON.stringify(group)
    const period = codeAt(table, time, row)
    if (status?.read(row) === 'incomplete') incomplete.add(period)
    const value = column.read(row)
    const series = found.get(key) ?? { group, at: new Map() }
    series.at.set(period, typeof value === 'number' ? value : null)
    found.set(key, series)
  }
  const periods = (table.dimensions[time]?.codes ?? []).map(({ code }) => code).filter((code) => !incomplete.has(code))
  return [...found.values()].map(({ group, at }) => ({
    group,
    periods,
    values: periods.map((period) => (at.has(period) ? (at.get(period) ?? null) : absent)),
  }))
}

/** The codes of a row in all dimensions but time. */
export function groupAt(table: Table, row: number): Record<string, string> {
  return Object.fromEntries(
    table.dimensions.flatMap(({ name, isTime }, index) => (isTime ? [] : [[name, codeAt(table, index, row)]])),
  )
}

export function codeAt({ dimensions, places }: Table, dimension: number, row: number): string {
  return dimensions[dimension]?.codes[places[dimension]?.[row] ?? 0]?.code ?? ''
}

/** Standard deviation of what protection adds to the counts of an answer's first measure, in persons; 0 where they are exact. */
export function protectionError({ question, protectionErrors }: Answer): number {
  return protectionErrors[question.measures[0] ?? ''] ?? 0
}

/** One row of an answer by its codes. */
export interface CompleteRow {
  /** The codes of all dimensions but time. */
  readonly group: Readonly<Record<string, string>>
  /** `undefined` without a time dimension. */
  readonly period: string | undefined
  /** The value of a measure, or another part of it; `undefined` when it is not shown. */
  number(measure: string, part?: MeasurePart): number | undefined
}

/** The rows of an answer whose period is complete. */
export function completeRows(answer: Answer, catalog: Catalog): readonly CompleteRow[] {
  const table = tableOf(answer, catalog, 'en')
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const status = table.remarks.find(({ name }) => name === 'period_status')
  return Array.from({ length: table.rows }, (_, row) => row)
    .filter((row) => time < 0 || status?.read(row) !== 'incomplete')
    .map((row) => ({
      group: groupAt(table, row),
      period: time < 0 ? undefined : codeAt(table, time, row),
      number: (measure, part = 'value') => {
        const value = figureIn(table, measure, part)?.read(row)
        return typeof value === 'number' ? value : undefined
      },
    }))
}

/** Whether a question asks for one measure of a form, such as a share, and compares nothing. */
export function asksForOne(form: 'count' | 'share', question: Question, catalog: Catalog): boolean {
  const [measure] = question.measures.map((name) => datasetNamed(question.dataset, catalog).measures.get(name))
  return (
    measure !== undefined && question.measures.length === 1 && form in measure.form && question.compare === undefined
  )
}

export const defaultConfidence = 95
