import { z } from 'zod'
import { addProjections, backTest, bandsOf, type Projection, projectStockFlow, type StockFlow } from '#statistics'
import { type Findings, type Method, notForMethod, protectionError } from './method.ts'
import { type Pasts, pastsOf, questionsBeside } from './projection-past.ts'
import { scenarioOf } from './projection-scenario.ts'

const quarters = 4
const [fewest, most] = [quarters, 10 * quarters]
const part = (least: number, greatest: number) => z.coerce.number().min(least).max(greatest)
export const projectionOptions = z.strictObject({
  periods: z.coerce
    .number()
    .int()
    .min(fewest)
    .max(most)
    .default(3 * quarters)
    .describe('of the method projection: quarters to come'),
  divert: part(0, 1)
    .default(0)
    .describe('of the method projection: part of the shorter prison sentences that becomes supervision, such as 0.3'),
  upTo: part(1, 120).default(12).describe('of the method projection: which sentences are shorter ones, in months'),
  term: part(1, 120).default(12).describe('of the method projection: months of supervision of those diverted'),
  earlier: part(0, 0.5).default(0).describe('of the method projection: part of the time in prison that is served less'),
  revocations: part(-1, 1)
    .default(0)
    .describe('of the method projection: relative change of revocations that lead to prison'),
})
export type ProjectionOptions = z.infer<typeof projectionOptions>

/** Forecasts are tried out this far ahead. */
const horizons = [quarters, 2 * quarters]
const levels = [80, 95] as const

/** Where the stocks in prison and under supervision go, and where a reform would take them. */
export const projectionMethod: Method<ProjectionOptions> = {
  name: 'projection',
  label: { ky: 'Болжол', ru: 'Прогноз', en: 'Projection' },
  definition: {
    en: 'Where the stocks go if the last five years go on: who comes, by trend and season, and which part of those who are there stays. Bands say what chance does, not what laws do. Each projection stands beside how it would have done in the past; one that erred more than the mean step going on is not reliable here.',
    ru: 'Куда придут численности, если продолжатся последние пять лет: приток по тренду и сезону и доля остающихся. Полосы показывают случайность, а не законы. Рядом — как прогноз сработал бы в прошлом; если он ошибался чаще среднего шага, здесь он ненадёжен.',
    ky: 'Акыркы беш жыл улана берсе, сандар кайда барат: тренд жана сезон боюнча келгендер жана калгандардын үлүшү. Тилкелер мыйзамдарды эмес, кокустукту көрсөтөт. Жанында — болжол мурда кандай иштемек; орточо кадамдан көп жаңылса, бул жерде ишенимдүү эмес.',
  },
  needs:
    'dataset=custody_stock, measure=held and by=quarter, without filters and "from"; "to" is the quarter to project from; supervision comes with it',
  options: projectionOptions,
  prepare(question) {
    const { dataset, measures, by, where, from, to } = question
    const isRight = dataset === 'custody_stock' && measures.join() === 'held' && by.join() === 'quarter'
    const isQuarter = to === undefined || /^\d{4}-Q[1-4]$/.test(to)
    if (!isRight || Object.keys(where).length > 0 || from !== undefined || !isQuarter)
      throw notForMethod(projectionMethod)
    return { ...question, detail: 'full' }
  },
  besides: questionsBeside,
  *run(material) {
    const { options, answer, catalog } = material
    const pasts = pastsOf(material)
    const error = protectionError(answer, catalog)
    const { periods, earlier } = options
    const project = (past: StockFlow, shortened: number) =>
      projectStockFlow(past, { periods, season: quarters, error, earlier: shortened })
    const [unsentenced, sentenced, supervised] = [
      yield* project(pasts.unsentenced, 0),
      yield* project(pasts.sentenced, earlier),
      yield* project(pasts.supervised, 0),
    ]
    const plain = earlier === 0 ? sentenced : yield* project(pasts.sentenced, 0)
    const scenario = scenarioOf(pasts, options)
    const time = { before: pasts.quarters, next: nextQuarters(pasts.quarters.at(-1) ?? '', periods) }
    const prison = {
      name: 'prison',
      past: [pasts.unsentenced, pasts.sentenced],
      baseline: addProjections([unsentenced, plain]),
      path: shifted(addProjections([unsentenced, sentenced]), scenario.prison),
    }
    const supervision = {
      name: 'supervision',
      past: [pasts.supervised],
      baseline: supervised,
      path: shifted(supervised, scenario.supervision),
    }
    return {
      findings: [
        yield* finding(prison, time),
        yield* finding(supervision, time),
        { group: { needs: 'places and officers' }, result: { ...needsOf(prison.path, supervision.path, pasts) } },
      ],
      parameters: { ...options, ...scenario.learned, protectionError: error, last: pasts.quarters.at(-1) },
    } satisfies Findings
  },
}

interface Compartment {
  readonly name: string
  readonly past: readonly StockFlow[]
  readonly baseline: Projection
  readonly path: Projection
}

function* finding(
  { name, past, baseline, path }: Compartment,
  { before, next }: { readonly before: readonly string[]; readonly next: readonly string[] },
) {
  const tests = []
  for (const horizon of horizons) {
    const test = yield* backTest(past, horizon, quarters)
    if (test !== undefined) tests.push(test)
  }
  const isReliable = tests.length > 0 && tests.every(({ beatsDrift }) => beatsDrift)
  const periods = (projection: Projection) => {
    const bands = levels.map((level) => bandsOf(projection.runs, level))
    return next.map((period, at) => ({
      period,
      expected: projection.expected[at],
      band80: bands[0]?.[at],
      band95: bands[1]?.[at],
    }))
  }
  return {
    group: { compartment: name },
    result: {
      past: before.map((period, at) => ({
        period,
        stock: past.reduce((sum, { stocks }) => sum + (stocks[at] as number), 0),
      })),
      baseline: periods(baseline),
      scenario: periods(path),
      backTest: tests,
      reliability: isReliable ? 'beats drift' : 'not reliable here',
    },
  }
}

function shifted({ expected, runs }: Projection, by: readonly number[]): Projection {
  const shift = (path: readonly number[]) => path.map((value, at) => Math.max(0, value + (by[at] as number)))
  return { expected: shift(expected), runs: runs.map(shift) }
}

function needsOf(prison: Projection, supervision: Projection, { places, caseload }: Pasts) {
  const [held, clients] = [prison.expected.at(-1) as number, supervision.expected.at(-1) as number]
  return {
    ...(places === undefined ? {} : { places, occupancy: held / places }),
    ...(caseload === undefined ? {} : { caseload, officers: clients / caseload }),
  }
}

function nextQuarters(last: string, count: number): readonly string[] {
  const [year = '', quarter = ''] = last.split('-Q')
  const start = Number(year) * quarters + Number(quarter) - 1
  return Array.from({ length: count }, (_, at) => {
    const place = start + at + 1
    return `${Math.floor(place / quarters)}-Q${(place % quarters) + 1}`
  })
}
