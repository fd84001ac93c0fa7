import pino from 'pino'
import { jsonAnswer, makeService, type Service } from '#api'
import { Refusal } from '#foundation'
import {
  type Catalog,
  type Dataset,
  homeJurisdiction,
  type Level,
  levels,
  type Parameters,
  parseQuestion,
  policyFor,
} from '#warehouse'

/** What a question was answered at a level: the names of the columns and the rows, or why not. */
export interface FrozenAnswer {
  readonly level: Level
  readonly dataset: string
  readonly parameters: Parameters
  readonly columns?: readonly string[]
  readonly rows?: readonly (readonly unknown[])[]
  readonly notes?: readonly string[]
  readonly refused?: string
}

/** Asks everything of a home that its catalog offers: each measure by each of its dimensions, at all levels. */
export async function answersOf(home: string, jurisdiction = homeJurisdiction(home) ?? ''): Promise<FrozenAnswer[]> {
  const answers: FrozenAnswer[] = []
  for (const level of levels) {
    const service = makeService({ home, jurisdiction, levels: [level], log: pino({ level: 'silent' }), threads: 2 })
    try {
      for (const { dataset, parameters } of questionsOf(service.catalog))
        answers.push({ level, dataset, parameters, ...(await answerTo(dataset, parameters, level, service)) })
    } finally {
      await service.close()
    }
  }
  return answers
}

/** Questions about a dataset: measures with the same dimensions are asked together. */
export function questionsOf({ datasets }: Catalog): readonly { dataset: string; parameters: Parameters }[] {
  return [...datasets.values()].flatMap((dataset) =>
    measuresTogether(dataset).flatMap(({ measure, dimensions }) =>
      groupings(dimensions).map((by) => ({ dataset: dataset.name, parameters: { measure, by, interval: '95' } })),
    ),
  )
}

/** Nothing, each dimension, and each one by year. */
function groupings(dimensions: readonly string[]): readonly string[] {
  const byYear = dimensions.filter((name) => !['year', 'quarter', 'month'].includes(name)).map((name) => `year,${name}`)
  return ['', ...dimensions, ...(dimensions.includes('year') ? byYear : [])]
}

function measuresTogether({ measures }: Dataset) {
  const groups = new Map<string, string[]>()
  for (const { name, dimensions } of measures.values()) {
    const key = dimensions.join(',')
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [...groups].map(([key, names]) => ({ measure: names.join(','), dimensions: key.split(',') }))
}

async function answerTo(dataset: string, parameters: Parameters, level: Level, service: Service<Level>) {
  const { catalog } = service
  const asker = { who: 'test', role: 'officer', purpose: 'to compare versions' } as const
  const signal = new AbortController().signal
  const found = catalog.datasets.get(dataset)
  if (found === undefined) return { refused: 'NO_DATASET' }
  try {
    const answer = await service.ask(parseQuestion(parameters, found), policyFor(level), signal, asker)
    const { columns, rows } = jsonAnswer(answer, catalog, 'en')
    // As JSON has them: what is no number is null.
    return { columns: columns.map(({ name }) => name), rows: JSON.parse(JSON.stringify(rows)), notes: answer.notes }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: error.code }
  }
}

/** What is answered otherwise than before, in one line each, but for those that `expected` matches. */
export function differences(
  before: readonly FrozenAnswer[],
  now: readonly FrozenAnswer[],
  expected: readonly RegExp[],
): readonly string[] {
  const answers = new Map(now.map((answer) => [nameOf(answer), answer]))
  return before
    .map((old) => [nameOf(old), differenceOf(old, answers.get(nameOf(old)))] as const)
    .filter(([, difference]) => difference !== undefined)
    .map(([name, difference]) => `${name}: ${difference}`)
    .filter((line) => !expected.some((pattern) => pattern.test(line)))
}

function nameOf({ level, dataset, parameters }: FrozenAnswer): string {
  return `${level} ${dataset} ${parameters['measure']} by ${parameters['by']}`
}

function differenceOf(old: FrozenAnswer, now: FrozenAnswer | undefined): string | undefined {
  if (now === undefined) return 'is not offered any more'
  if (old.refused !== now.refused) return `was ${old.refused ?? 'answered'}, is ${now.refused ?? 'answered'}`
  if (`${old.columns}` !== `${now.columns}`) return `columns were ${old.columns}, are ${now.columns}`
  if (`${old.notes}` !== `${now.notes}`) return `notes were ${old.notes}, are ${now.notes}`
  if (old.rows?.length !== now.rows?.length) return `rows were ${old.rows?.length}, are ${now.rows?.length}`
  const other = (old.rows ?? []).filter((row, at) => !row.every((cell, index) => isSame(cell, now.rows?.[at]?.[index])))
  return other.length === 0 ? undefined : `${other.length} of ${old.rows?.length} rows are others`
}

/** The last digits of a number may depend on the order in which it was summed. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))
}
