import pino from 'pino'
import { jsonAnswer, makeService, type Service } from '#api'
import { Refusal } from '#foundation'
import {
  type AccessLevel,
  type Catalog,
  type Dataset,
  homeJurisdiction,
  levels,
  type Parameters,
  parseQuestion,
} from '#warehouse'

/** What a question was answered at a level: the names of the columns and the rows, or why not. */
export interface FrozenAnswer {
  readonly level: AccessLevel
  readonly dataset: string
  readonly parameters: Parameters
  readonly columns?: readonly string[]
  readonly rows?: readonly (readonly unknown[])[]
  readonly notes?: readonly string[]
  readonly refused?: string
}

/** Asks everything of a home that its catalog offers: each measure by each of its dimensions, by default at all levels. */
export async function answersOf(home: string, asked: readonly AccessLevel[] = levels): Promise<FrozenAnswer[]> {
  const jurisdiction = homeJurisdiction(home) ?? ''
  const answers: FrozenAnswer[] = []
  for (const level of asked) {
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

async function answerTo(dataset: string, parameters: Parameters, level: AccessLevel, service: Service<AccessLevel>) {
  const { catalog } = service
  const asker = { who: 'test', role: 'officer', purpose: 'to compare versions' } as const
  const signal = new AbortController().signal
  const found = catalog.datasets.get(dataset)
  if (found === undefined) return { refused: 'NO_DATASET' }
  try {
    const answer = await service.pin(level, { asker }).ask(parseQuestion(parameters, found), signal)
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
    .flatMap((old) => differencesOf(old, answers.get(nameOf(old))).map((difference) => `${nameOf(old)}: ${difference}`))
    .filter((line) => !expected.some((pattern) => pattern.test(line)))
}

function nameOf({ level, dataset, parameters }: FrozenAnswer): string {
  return `${level} ${dataset} ${parameters['measure']} by ${parameters['by']}`
}

function differencesOf(old: FrozenAnswer, now: FrozenAnswer | undefined): readonly string[] {
  if (now === undefined) return ['is not offered any more']
  if (old.refused !== now.refused) return [`was ${old.refused ?? 'answered'}, is ${now.refused ?? 'answered'}`]
  const [columns = [], others = []] = [old.columns, now.columns]
  const added = others.filter((name) => !columns.includes(name))
  const length = [old.rows?.length, now.rows?.length]
  return [
    ...(added.length === 0 ? [] : [`columns are new: ${added}`]),
    ...(`${old.notes}` === `${now.notes}` ? [] : [`notes were ${old.notes}, are ${now.notes}`]),
    ...(length[0] === length[1] ? columnsThatDiffer(old, now) : [`rows were ${length[0]}, are ${length[1]}`]),
  ]
}

/** The columns of an old answer in which rows are others now, or which are gone. */
function columnsThatDiffer(old: FrozenAnswer, now: FrozenAnswer): readonly string[] {
  return (old.columns ?? []).flatMap((name, index) => {
    const place = now.columns?.indexOf(name) ?? -1
    if (place < 0) return [`${name} is gone`]
    const other = (old.rows ?? []).filter((row, at) => !isSame(row[index], now.rows?.[at]?.[place]))
    return other.length === 0 ? [] : [`${name} is another in ${other.length} of ${old.rows?.length} rows`]
  })
}

/** The last digits of a number may depend on the order in which it was summed. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))
}
