import type { StockFlow } from '#statistics'
import { aboutMethod, type MethodFindings, notForMethod, protectionError, type StatisticalMethod } from './method.ts'
import { type Effect, reformOf } from './projection-effect.ts'
import { type Compared, comparedModels } from './projection-models.ts'
import { type ProjectionOptions, projectionOptions } from './projection-options.ts'
import { type HistoricalSeries, historicalSeries, questionsBeside } from './projection-past.ts'
import { basisOf, scenarioOf } from './projection-scenario.ts'

const quartersInYear = 4

/** Where the stocks in prison and under supervision go, and where a reform would take them. */
export const projectionMethod: StatisticalMethod<ProjectionOptions> = {
  ...aboutMethod('projection'),
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
    const { options, answer } = material
    const pasts = historicalSeries(material)
    const error = protectionError(answer)
    const last = pasts.quarters.at(-1) ?? ''
    const next = nextQuarters(last, options.periods)
    const reform = yield* reformOf(pasts, options, error)
    const prison = yield* comparedModels([pasts.unsentenced, pasts.sentenced], next)
    const supervision = yield* comparedModels([pasts.supervised], next)
    const [prisoners, clients] = [resultOf(prison, reform?.prison), resultOf(supervision, reform?.supervision)]
    const past = (of: readonly StockFlow[]) =>
      pasts.quarters.map((period, at) => ({
        period,
        stock: of.reduce((sum, { stocks }) => sum + (stocks[at] ?? 0), 0),
      }))
    return {
      findings: [
        {
          group: { compartment: 'prison' },
          result: { past: past([pasts.unsentenced, pasts.sentenced]), ...prisoners },
        },
        { group: { compartment: 'supervision' }, result: { past: past([pasts.supervised]), ...clients } },
        { group: { needs: 'places and officers' }, result: { ...needsOf(lastOf(prisoners), lastOf(clients), pasts) } },
      ],
      parameters: { ...options, ...scenarioOf(basisOf(pasts), options).learned, protectionError: error, last },
    } satisfies MethodFindings
  },
}

/** What is told of a stock: the first model's periods, and the reform only where the model behind it is reliable. */
function resultOf({ models, bands, backTest, isReliable }: Compared, effect: readonly Effect[] | undefined) {
  const baseline = models[0]?.periods ?? []
  const hasScenario = isReliable && effect !== undefined
  const scenario = baseline.map(({ period, expected }, at) => ({
    period,
    expected: Math.max(0, expected + (effect?.[at]?.change ?? 0)),
  }))
  return {
    first: models[0]?.model,
    baseline,
    models,
    bands,
    scenario: hasScenario ? scenario : null,
    effect: hasScenario ? baseline.map(({ period }, at) => ({ period, ...effect[at] })) : null,
    backTest,
    reliability: isReliable ? 'beats drift' : 'not reliable here',
  }
}

function lastOf({ baseline, scenario }: ReturnType<typeof resultOf>): number {
  return (scenario ?? baseline).at(-1)?.expected ?? 0
}

function needsOf(prisoners: number, clients: number, { places, caseload }: HistoricalSeries) {
  return {
    ...(places ? { places, occupancy: prisoners / places } : {}),
    ...(caseload ? { caseload, officers: clients / caseload } : {}),
  }
}

function nextQuarters(last: string, count: number): readonly string[] {
  const [year = '', quarter = ''] = last.split('-Q')
  const start = Number(year) * quartersInYear + Number(quarter) - 1
  return Array.from({ length: count }, (_, at) => {
    const place = start + at + 1
    return `${Math.floor(place / quartersInYear)}-Q${(place % quartersInYear) + 1}`
  })
}
