import type { Request, Response } from 'express'
import { z } from 'zod'
import { type AccessLevel, type Catalog, parametersSchema, type Question } from '#warehouse'
import { principalOf } from '../access/identify.ts'
import { requestedPolicy } from '../access/requested-level.ts'
import { quotaOf } from '../costs/cost-limit.ts'
import { costs } from '../costs/kinds.ts'
import { finiteJson } from '../formats/finite.ts'
import { describeAnswer } from '../formats/json.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation, OperationParameters } from '../operations/operation.ts'
import {
  datasetParameter,
  languageParameter,
  languageQuery,
  levelParameter,
  purposeHeaders,
} from '../operations/parameters.ts'
import { cacheControl, sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { findingsOf, readMethodQuestion } from './ask-method.ts'
import { describeMethods, methodNamed, methods } from './methods.ts'

/** Methods over tables that the grammar returns at the caller's level; none of them reads facts. */
export function statisticsOperations<L extends AccessLevel>(catalog: Catalog): readonly Operation<L>[] {
  return [
    {
      id: 'listMethods',
      path: '/v1/statistics',
      summary: 'Methods that say what a change is worth',
      parameters: { query: languageQuery },
      types: ['application/json'],
      examples: ['/v1/statistics?lang=ru'],
      handle: (request, response, service) => {
        const document = { methods: describeMethods(requestedLanguage(request)) }
        response.set('Cache-Control', cacheControl(service.levels[0])).json(document)
      },
    },
    {
      id: 'applyMethod',
      path: '/v1/statistics/{method}',
      summary: 'A method over a table that the grammar gives',
      description: 'With the parameters of a question, and dataset. The list of methods says what question each needs.',
      parameters: parametersOfMethods(catalog),
      types: ['application/json'],
      examples,
      handle: (request, response, service) => sendFindings(request, response, service),
    },
  ]
}

const examples = [
  '/v1/statistics/growth?dataset=sentences&measure=persons&by=year&since=2020&until=2024',
  '/v1/statistics/trend?dataset=sentences&measure=persons&by=quarter,sanction_class',
  '/v1/statistics/interrupted?dataset=sentences&measure=persons&by=month&from=2018&to=2024&event=codes-2021&per=population',
  '/v1/statistics/funnel?dataset=sentences&measure=custodial_share&by=region&from=2024&to=2024',
  '/v1/statistics/standardise?dataset=sentences&measure=custodial_share&by=region,offence_section&from=2024&to=2024',
  '/v1/statistics/substitution?dataset=sentences&measure=persons&by=year,sanction_class&from=2020&to=2024&grown=CSM',
  '/v1/statistics/disparity?dataset=sentences&measure=custodial_share&by=sex,offence_section&from=2024&to=2024',
  '/v1/statistics/risk-tool?dataset=followup&measure=ended_by_level&by=level,outcome',
  '/v1/statistics/projection?dataset=custody_stock&measure=held&by=quarter&divert=0.3&upTo=12',
  '/v1/statistics/decomposition?dataset=sentences&measure=custodial_share&by=year,offence_section,sex&from=2020&to=2023',
]

/** Those of all methods together, each of which refuses those of others, and the filters of the dataset. */
function parametersOfMethods(catalog: Catalog): OperationParameters {
  const names = methods.map(({ name }) => name)
  const options = methods.flatMap((method) => Object.entries(method.options?.shape ?? {}))
  const optional = options.map(([name, schema]) => [name, z.optional(schema).meta({ ...z.globalRegistry.get(schema) })])
  return {
    path: z.object({ method: z.enum(names).meta({ description: 'as listed', example: 'trend' }) }),
    query: z.looseObject({
      dataset: datasetParameter(catalog),
      ...Object.fromEntries(optional),
      ...parametersSchema.shape,
      level: levelParameter,
      lang: languageParameter,
    }),
    header: purposeHeaders,
  }
}

async function sendFindings<L extends AccessLevel>(
  request: Request,
  response: Response,
  service: Service<L>,
): Promise<void> {
  const language = requestedLanguage(request)
  const policy = requestedPolicy(request.query['level'], service.levels)
  const { lang: _, level: __, dataset, ...parameters } = request.query as Record<string, string>
  const asked = readMethodQuestion(methodNamed(String(request.params['method'])), dataset, parameters, service.catalog)
  const { method, question, options } = asked
  const version = service.pin(policy.level, { asOf: question.asOf, asker: principalOf(response) })
  await sendCached(request, response, service, {
    level: policy.level,
    kind: 'findings',
    edition: version.edition.key,
    about: { method: method.name, question, options, language },
    type: 'application/json; charset=utf-8',
    make: async (signal) => {
      const ask = (one: Question) => version.ask(one, signal)
      const owe = (spent: number) => quotaOf(response).owe(Math.max(0, spent - costs.findings.cpu))
      const { answer, findings } = await findingsOf(asked, service.catalog, ask, signal, owe)
      const { columns: _, method: protection, ...about } = describeAnswer(answer, service.catalog, language)
      const what = { method: method.name, definition: method.definition[language], ...findings }
      return Buffer.from(finiteJson({ ...what, ...about, protection }))
    },
  })
}
