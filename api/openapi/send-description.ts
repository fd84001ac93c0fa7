import type { RequestHandler } from 'express'
import type { OperationDescription } from '../operations/operation.ts'
import { cacheControl } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { openApiDocument } from './document.ts'

/** Sends the description of the API, which is made once: with the first request all operations are there. */
export function sendDescription(
  operations: readonly OperationDescription[],
  { catalog }: Service<'public'>,
): RequestHandler {
  let document: ReturnType<typeof openApiDocument> | undefined
  return (_request, response) => {
    document ??= openApiDocument(operations, catalog)
    response.set('Cache-Control', cacheControl('public')).json(document)
  }
}
