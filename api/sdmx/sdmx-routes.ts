import { type Request, type Response, Router } from 'express'
import { nearest, Refusal } from '#foundation'
import type { Language, Sdg } from '#jurisdictions'
import { type Answer, type Dataset, wrongParameter } from '#warehouse'
import type { RequestKind } from '../costs/kinds.ts'
import { mediaTypes } from '../formats/encode.ts'
import { finiteJson } from '../formats/finite.ts'
import { requireKnown } from '../http/known-parameters.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import { sendMade } from '../http/send-made.ts'
import { askingAsPublic, ofOneEdition } from '../one-edition.ts'
import { handedOver } from '../sdg/hand-over.ts'
import { sdgDimensions, structureSpecific } from '../sdg/structure-specific.ts'
import type { Service } from '../service.ts'
import { agency, dataflowId, structureId, version } from './components.ts'
import { sdmxCsv } from './data-csv.ts'
import { sdmxJson } from './data-json.ts'
import { answersTo, type DataQuery, isOfStandard, readDataQuery } from './data-query.ts'
import { type Artefact, artefacts, structureMessage } from './structures.ts'

const structureType = 'application/vnd.sdmx.structure+json; version=2.1.0'
const sdmxMlType = 'application/vnd.sdmx.structurespecificdata+xml; version=2.1'
/** Questions, and dimensions of one, that cost no more than a usual question does. */
const few = 3
const references = ['none', 'children', 'descendants', 'all'] as const

/** SDMX REST 2.x: data and structures of all datasets, and the hand-over of official SDG indicators. Public level only. */
export function sdmxRoutes(service: Service<'public'>): Router {
  const router = Router()
  router.get('/sdmx/data/:context/:agency/:id/:version{/:key}', async (request, response) => {
    const { sdg } = service.jurisdiction
    if (sdg !== undefined && request.params.agency === sdg.agency) await sendHandOver(request, response, service, sdg)
    else await sendData(request, response, service)
  })
  router.get('/sdmx/structure/:artefact{/:agency}{/:id}{/:version}', async (request, response) => {
    await sendStructure(request, response, service)
  })
  return router
}

async function sendData(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  const dataset = requestedFlow(request, service)
  const language = requestedLanguage(request)
  const format = requestedDataFormat(request)
  const query = readDataQuery(dataset, param(request, 'key') ?? '*', request.query)
  const edition = service.edition('public').id
  await sendMade(request, response, service, {
    level: 'public',
    edition,
    kind: kindOf(query),
    about: { questions: query.questions, format, language },
    type: mediaTypes[format],
    make: async (signal) => {
      const { result, edition: found } = await ofOneEdition(service, askingAsPublic, signal, (ask) =>
        answersTo(query, ask),
      )
      return { bytes: written(result, format, service, language), edition: found.id }
    },
  })
}

function kindOf({ questions }: DataQuery): RequestKind {
  if (questions.some(({ by }) => by.length > few)) return 'table'
  return questions.length > few ? 'findings' : 'question'
}

async function sendHandOver(request: Request, response: Response, service: Service<'public'>, sdg: Sdg): Promise<void> {
  if (param(request, 'id') !== sdg.dataflow) {
    const message = `Of ${sdg.agency} there is the dataflow ${sdg.dataflow}.`
    throw new Refusal('UNKNOWN_DATASET', message, { parameter: 'id', allowed: [sdg.dataflow] })
  }
  requireVersion(request, sdg.version)
  requireNoParameters(request, ['lang'])
  const keys = (param(request, 'key') ?? '*').split(',')
  const wants = (key: readonly string[]) =>
    keys.some((asked) => {
      const parts = asked === '*' ? [] : asked.split('.')
      if (parts.length !== 0 && parts.length !== sdgDimensions.length)
        throw new Refusal('BAD_KEY', `A key has ${sdgDimensions.length} parts: ${sdgDimensions.join('.')}.`, {})
      return parts.every((part, index) => part === '*' || part === '' || part === key[index])
    })
  wants(sdgDimensions)
  const edition = service.edition('public')
  await sendMade(request, response, service, {
    level: 'public',
    edition: edition.id,
    kind: 'findings',
    about: { sdg: keys },
    type: sdmxMlType,
    make: async (signal) => {
      const { catalog } = service
      const { result, edition: found } = await ofOneEdition(service, askingAsPublic, signal, (ask) =>
        handedOver(sdg, catalog.indicators, catalog, ask),
      )
      return { bytes: Buffer.from(structureSpecific(result, sdg, found, wants)), edition: found.id }
    },
  })
}

async function sendStructure(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  const artefact = param(request, 'artefact') ?? ''
  const isKnown = (name: string): name is Artefact | '*' => name === '*' || artefacts.some((known) => known === name)
  if (!isKnown(artefact)) {
    const message = `This service has the structures ${artefacts.join(', ')}, not "${artefact.slice(0, 40)}".`
    throw new Refusal('SDMX_NOT_SUPPORTED', message, { parameter: 'artefact', allowed: artefacts })
  }
  requireAgency(request)
  requireVersion(request, version)
  requireNoParameters(request, ['lang', 'references'])
  const asked = request.query['references'] ?? 'none'
  const reference = references.find((known) => known === asked)
  if (reference === undefined) throw wrongReference(asked)
  const language = requestedLanguage(request)
  const edition = service.edition('public')
  const query = { artefact, id: param(request, 'id') ?? '*', withReferences: reference !== 'none' }
  await sendMade(request, response, service, {
    level: 'public',
    edition: edition.id,
    kind: 'question',
    about: { query, language },
    type: structureType,
    make: async () => {
      const datasets = [...service.catalog.datasets.values()]
      const message = structureMessage(datasets, query, { catalog: service.catalog, edition, language })
      return { bytes: Buffer.from(finiteJson(message)), edition: edition.id }
    },
  })
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

function requireAgency(request: Request): void {
  const asked = param(request, 'agency') ?? '*'
  if (asked !== '*' && asked !== 'all' && asked !== agency)
    throw new Refusal('NOT_FOUND', `The structures of this service are those of ${agency}.`, {
      parameter: 'agency',
      allowed: [agency],
    })
}

function requireVersion(request: Request, known: string): void {
  const asked = param(request, 'version') ?? '*'
  if (![known, '*', '+', '~', 'latest', 'all'].includes(asked))
    throw new Refusal('NOT_FOUND', `There is the version ${known}.`, { parameter: 'version', allowed: [known] })
}

/** What the standard knows beside is not supported; anything else is wrong. */
function requireNoParameters({ query }: Request, known: readonly string[]): void {
  const other = Object.keys(query).find((name) => !known.includes(name) && isOfStandard(name))
  if (other !== undefined) throw notSupported(other, known)
  requireKnown(query, known)
}

/** What the standard knows beside is not supported; anything else is wrong. */
function wrongReference(asked: unknown): Refusal {
  const isKnown = ['parents', 'parentsandsiblings', 'ancestors', ...artefacts].some((known) => known === asked)
  if (isKnown) return notSupported('references', references)
  return wrongParameter('BAD_PARAMETER', 'references', { wanted: { is: 'one_of' }, allowed: references })
}

function notSupported(parameter: string, allowed: readonly string[]): Refusal {
  const message = `This service does not support this value of "${parameter.slice(0, 60)}". It knows ${allowed.join(', ')}.`
  return new Refusal('SDMX_NOT_SUPPORTED', message, { parameter: parameter.slice(0, 60), allowed })
}

function param(request: Request, name: string): string | undefined {
  const value = request.params[name]
  return typeof value === 'string' ? value : undefined
}
