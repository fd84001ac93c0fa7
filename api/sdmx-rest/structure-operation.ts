import type { Request, Response } from 'express'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { wrongParameter } from '#warehouse'
import { finiteJson } from '../formats/finite.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { parameterNames } from '../operations/operation-routes.ts'
import { languageParameter, pathParameter } from '../operations/parameters.ts'
import { sendCached } from '../operations/send-cached.ts'
import { version } from '../sdmx/components.ts'
import { type Artefact, artefacts, structureMessage } from '../sdmx/structures.ts'
import type { Service } from '../service/service.ts'
import { notSupported, param, requireAgency, requireNoOthers, requireVersion } from './requested.ts'

const structureType = 'application/vnd.sdmx.structure+json; version=2.1.0'
const references = ['none', 'children', 'descendants', 'all'] as const

const query = z.looseObject({
  lang: languageParameter,
  references: z.enum(references).optional().meta({ description: 'whether what it refers to comes with it' }),
})

/** Structures of all datasets. */
export const sdmxStructureOperation: Operation<'public'> = {
  id: 'readSdmxStructure',
  path: '/sdmx/structure/{artefact}/{agency}/{id}/{version}',
  route: '/sdmx/structure/:artefact{/:agency}{/:id}{/:version}',
  summary: 'SDMX structures: dataflow, datastructure, codelist, conceptscheme',
  parameters: {
    path: z.object({
      artefact: pathParameter('what kind of structure, or *', 'datastructure'),
      agency: pathParameter('TARAZA', 'TARAZA'),
      id: pathParameter('its id, or *', 'DSD_SENTENCES'),
      version: pathParameter('a version or *', '1.0'),
    }),
    query,
  },
  types: [structureType],
  examples: ['/sdmx/structure/dataflow/TARAZA/SENTENCES/1.0?references=all'],
  handle: sendStructure,
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
  requireNoOthers(request, parameterNames(query))
  const asked = request.query['references'] ?? 'none'
  const reference = references.find((known) => known === asked)
  if (reference === undefined) throw wrongReference(asked)
  const language = requestedLanguage(request)
  const { edition } = service.pin('public')
  const asking = { artefact, id: param(request, 'id') ?? '*', withReferences: reference !== 'none' }
  await sendCached(request, response, service, {
    level: 'public',
    edition: edition.key,
    kind: 'question',
    about: { query: asking, language },
    type: structureType,
    make: async () => {
      const datasets = [...service.catalog.datasets.values()]
      const message = structureMessage(datasets, asking, { catalog: service.catalog, edition, language })
      return Buffer.from(finiteJson(message))
    },
  })
}

/** What the standard knows beside is not supported; anything else is wrong. */
function wrongReference(asked: unknown): Refusal {
  const isKnown = ['parents', 'parentsandsiblings', 'ancestors', ...artefacts].some((known) => known === asked)
  if (isKnown) return notSupported('references', references)
  return wrongParameter('BAD_PARAMETER', 'references', { wanted: { is: 'one_of' }, allowed: references })
}
