import type { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { packageVersion } from '#foundation'
import type { Catalog } from '#warehouse'
import { statuses } from '../http/problem.ts'
import { problemSchema } from '../http/problem-schema.ts'
import type { OperationDescription } from '../operations/operation.ts'

/** OpenAPI 3.1 of operations, made from the schemas that check questions. */
export function openApiDocument(operations: readonly OperationDescription[], catalog: Catalog) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Taraza',
      version: packageVersion,
      description:
        'Sentencing and non-custodial trends. Public answers come from a protected release and name it; analysts and officers send a token.',
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }],
    paths: Object.fromEntries(operations.map((operation) => [operation.path, { get: operationObject(operation) }])),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    'x-datasets': namesOfDatasets(catalog),
  })
}

const problemResponse = {
  id: 'Problem',
  description: `A refusal. Codes with a status of their own: ${Object.entries(statuses)
    .map(([code, status]) => `${code} ${status}`)
    .join(', ')}; all others 400.`,
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** Which measures and dimensions each dataset has, by their names. */
function namesOfDatasets({ datasets }: Catalog) {
  return Object.fromEntries(
    [...datasets.values()].map(({ name, measures, dimensions }) => [
      name,
      { measures: [...measures.keys()], dimensions: [...dimensions.keys()] },
    ]),
  )
}

function operationObject(operation: OperationDescription): ZodOpenApiOperationObject {
  const { id, summary, description, parameters = {}, types, schema, examples } = operation
  const content = Object.fromEntries(types.map((type) => [type, contentOf(type, schema)]))
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    requestParams: parameters,
    'x-examples': [...examples],
    responses: {
      200: { description: `For example: ${examples[0] ?? ''}`, content },
      304: { description: 'What the caller has, by its ETag, still holds.' },
      '4XX': problemResponse,
      '5XX': problemResponse,
    },
  }
}

function contentOf(type: string, schema: z.ZodType | undefined) {
  return type.startsWith('application/json') && !type.includes('profile=') && schema !== undefined ? { schema } : {}
}
