import { Refusal } from '#foundation'
import type { LawChange, Text } from '#jurisdictions'
import { type Answer, type Catalog, datasetNamed, type Question } from '#warehouse'
import { type Table, tableOf } from '../formats/table.ts'

/** A finding about one group of a table, such as a region; without groups there is one, for all. */
export interface Finding {
  /** By dimension its code; empty for everybody. */
  readonly group: Readonly<Record<string, string>>
  readonly result: Readonly<Record<string, unknown>>
}

export interface Method {
  readonly name: string
  readonly label: Text
  readonly definition: Text
  /** What a question has to be like, in English, as the refusal says it. */
  readonly needs: string
  /** Whether it is about an event, which has to be named beforehand. */
  readonly takesEvent?: boolean
  /** The question that is asked of the grammar; what the method does not understand it refuses. */
  prepare(question: Question, catalog: Catalog): Question
  /** @param event - of methods that take one: a change of law, an amnesty or a new register of the catalog */
  run(
    answer: Answer,
    catalog: Catalog,
    event?: LawChange,
  ): { readonly findings: readonly Finding[]; readonly parameters: Readonly<Record<string, unknown>> }
}

/** @throws {@link Refusal} `NOT_FOR_METHOD` with what the method needs */
export function notForMethod({ name, needs }: Pick<Method, 'name' | 'needs'>): Refusal {
  return new Refusal('NOT_FOR_METHOD', `The method ${name} needs ${needs}.`, { parameter: 'by' })
}

export interface Series {
  readonly group: Readonly<Record<string, string>>
  readonly periods: readonly string[]
  readonly values: readonly (number | null)[]
}

/** The series of a figure by group, in the order of time, complete periods only; a period without a row had nobody. */
export function seriesOf(answer: Answer, catalog: Catalog, figure: string, absent: number | null): readonly Series[] {
  const table = tableOf(answer, catalog, 'en')
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const column = table.figures.find(({ name }) => name === figure)
  const status = table.remarks.find(({ name }) => name === 'status')
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

/** Standard deviation of what protection adds to a count of the cube behind an answer, in persons; 0 for public facts. */
export function protectionError({ question, edition }: Answer, catalog: Catalog): number {
  const [measure = ''] = question.measures
  const cube = datasetNamed(question.dataset, catalog).measures.get(measure)?.cube
  return cube === undefined || cube.establishment ? 0 : (edition.release?.cubes[cube.name]?.standardError ?? 0)
}
