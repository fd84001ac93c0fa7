import type { Request, Response } from 'express'
import { z } from 'zod'
import { nearest, Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Answer, Catalog, Dataset } from '#warehouse'
import type { RequestKind } from '../costs/kinds.ts'
import { finiteJson } from '../formats/finite.ts'
import { mediaTypes } from '../formats/media-types.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { languageParameter, pathParameter } from '../operations/parameters.ts'
import { sendCached } from '../operations/send-cached.ts'
import { dataflowId, structureId, version } from '../sdmx/components.ts'
import { sdmxCsv } from '../sdmx/data-csv.ts'
import { sdmxJson } from '../sdmx/data-json.ts'
import { answersTo, type DataQuery, readDataQuery } from '../sdmx/data-query.ts'
import type { Service } from '../service/service.ts'
import { sdmxMlType, sendHandOver } from './hand-over.ts'
import { notSupported, param, requireAgency, requireVersion } from './requested.ts'

/** Questions, and dimensions of one, that cost no more than a usual question does. */
const few = 3

const formats = ['sdmx-json', 'sdmx-csv'] as const
const period = z.string().optional()

/** Data of all datasets, and the hand-over of official SDG indicators. Public level only. */
export function sdmxDataOperation(catalog: Catalog): Operation<'public'> {
  return {
    id: 'querySdmxData',
    path: '/sdmx/data/{context}/{agency}/{id}/{version}/{key}',
    route: '/sdmx/data/:context/:agency/:id/:version{/:key}',
    summary: 'SDMX REST 2.x data',
    description:
      'A key has a code for each dimension, separated by dots; * stands for every code of a list except the total _T. A key that is only * asks for totals. c[DIM]=codes names codes of one dimension, c[TIME_PERIOD]=ge:2020+le:2023 the periods. Everything else of the standard answers 501 with the reason.',
    parameters: {
      path: z.object({
        context: pathParameter('dataflow or datastructure', 'dataflow'),
        agency: pathParameter('TARAZA, or the receiver of the hand-over', 'TARAZA'),
        id: pathParameter('a dataset in capitals', 'SENTENCES'),
        version: pathParameter('a version or *', '1.0'),
        key: pathParameter('a key, several keys with commas, or *', '*'),
      }),
      query: z.looseObject({
        startPeriod: period.meta({ description: 'first period: 2020, 2020-Q1 or 2020-01' }),
        endPeriod: period.meta({ description: 'last period, included' }),
        format: z.enum(formats).optional().meta({ description: 'or by Accept' }),
        lang: languageParameter,
      }),
    },
    types: [mediaTypes['sdmx-json'], mediaTypes['sdmx-csv'], sdmxMlType],
    examples: [
      '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0/*?c[MEASURE]=persons&c[REGION]=KG-GB,KG-C&startPeriod=2022',
      ...(catalog.indicators.some(({ type }) => type === 'official') && catalog.jurisdiction.code === 'kg'
        ? ['/sdmx/data/dataflow/KG_NSC/DF_SDG_KG/1.7/*']
        : []),
    ],
    handle: async (request, response, service) => {
      const { sdg } = service.jurisdiction
      if (sdg !== undefined && param(request, 'agency') === sdg.agency)
        await sendHandOver(request, response, service, sdg)
      else await sendData(request, response, service)
    },
  }
}

async function sendData(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  const dataset = requestedFlow(request, service)
  const language = requestedLanguage(request)
  const format = requestedDataFormat(request)
  const query = readDataQuery(dataset, param(request, 'key') ?? '*', request.query)
  const version = service.pin('public')
  await sendCached(request, response, service, {
    level: 'public',
    edition: version.edition.key,
    kind: kindOf(query),
    about: { questions: query.questions, format, language },
    type: mediaTypes[format],
    make: async (signal) => {
      const answers = await answersTo(query, (question) => version.ask(question, signal))
      return written(answers, format, service, language)
    },
  })
}

function kindOf({ questions }: DataQuery): RequestKind {
  if (questions.some(({ by }) => by.length > few)) return 'table'
  return questions.length > few ? 'findings' : 'question'
}

function written(
  answers: readonly Answer[],
  format: 'sdmx-json' | 'sdmx-csv',
  { catalog }: Service<'public'>,
  language: Language,
): Buffer {
  if (format === 'sdmx-csv') return Buffer.from(sdmxCsv(answers, catalog, language))
  return Buffer.from(finiteJson(sdmxJson(answers, catalog, language)))
}

function requestedFlow(request: Request, { catalog }: Service<'public'>): Dataset {
  const context = param(request, 'context') ?? ''
  if (!['dataflow', 'datastructure', '*'].includes(context))
    throw notSupported('context', ['dataflow', 'datastructure'])
  requireAgency(request)
  requireVersion(request, version)
  const id = param(request, 'id') ?? ''
  const idOf = context === 'datastructure' ? structureId : dataflowId
  const datasets = [...catalog.datasets.values()]
  const found = datasets.find((dataset) => idOf(dataset) === id)
  if (found !== undefined) return found
  const allowed = datasets.map(idOf)
  throw new Refusal('UNKNOWN_DATASET', `There is no dataflow "${id.slice(0, 60)}".${nearest(id, allowed)}`, {
    parameter: 'id',
    allowed,
  })
}

/** By `format=`, or by `Accept` whatever version it names, else JSON. */
function requestedDataFormat(request: Request): 'sdmx-json' | 'sdmx-csv' {
  const { format } = request.query
  if (format === 'sdmx-json' || format === 'sdmx-csv') return format
  const allowed = ['sdmx-json', 'sdmx-csv']
  if (format !== undefined)
    throw new Refusal('BAD_PARAMETER', `There are the formats ${allowed.join(', ')}.`, { parameter: 'format', allowed })
  const accept = request.get('accept') ?? '*/*'
  if (/vnd\.sdmx\.data\+json|application\/json|application\/\*|\*\/\*/.test(accept)) return 'sdmx-json'
  if (/vnd\.sdmx\.data\+csv|text\/csv/.test(accept)) return 'sdmx-csv'
  throw new Refusal('NOT_ACCEPTABLE', 'The answer can be had as SDMX-JSON and SDMX-CSV.', {
    allowed: [mediaTypes['sdmx-json'], mediaTypes['sdmx-csv']],
  })
}
