import type { Request, Response } from 'express'
import { z } from 'zod'
import { type AccessLevel, type Catalog, type Dataset, datasetNamed } from '#warehouse'
import { requestedPolicy } from '../access/requested-level.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { datasetParameter, languageParameter, levelParameter } from '../operations/parameters.ts'
import { cacheControl } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { catalogDocument } from './catalog-document.ts'

const query = z.object({ lang: languageParameter, level: levelParameter })

/** What can be asked. */
export function catalogOperations<L extends AccessLevel>(catalog: Catalog): readonly Operation<L>[] {
  return [
    {
      id: 'readCatalog',
      path: '/v1/catalog',
      summary: 'What can be asked',
      parameters: { query },
      types: ['application/json'],
      examples: ['/v1/catalog?lang=ru'],
      handle: (request, response, service) => sendCatalog(request, response, service),
    },
    {
      id: 'readDataset',
      path: '/v1/catalog/{dataset}',
      summary: 'One dataset: measures, dimensions, codes, breaks',
      parameters: { path: z.object({ dataset: datasetParameter(catalog) }), query },
      types: ['application/json'],
      examples: ['/v1/catalog/sentences'],
      handle: (request, response, service) =>
        sendCatalog(request, response, service, datasetNamed(String(request.params['dataset']), catalog)),
    },
  ]
}

function sendCatalog<L extends AccessLevel>(
  request: Request,
  response: Response,
  service: Service<L>,
  only?: Dataset,
): void {
  const { level } = requestedPolicy(request.query['level'] ?? service.levels[0], service.levels)
  const document = catalogDocument(service.catalog, service.pin(level).edition, requestedLanguage(request), only)
  response.set('Cache-Control', cacheControl(level)).json(document)
}
