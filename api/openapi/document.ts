import { z } from 'zod'
import { packageVersion } from '#foundation'
import type { Catalog } from '#warehouse'
import { statuses } from '../http/problem.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { answerSchema, problemSchema } from './schemas.ts'

/** OpenAPI 3.1 of the public server, made from the schemas that check questions. */
export function openApiDocument(catalog: Catalog) {
  const schema = (of: z.ZodType) => {
    const { $schema: _, $id: __, id: ___, ...body } = z.toJSONSchema(of) as Record<string, unknown>
    return body
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Taraza',
      version: packageVersion,
      description:
        'Sentencing and non-custodial trends. Public answers come from a protected release and name it; analysts and officers send a token.',
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }],
    paths: Object.fromEntries(
      operations(catalog).map((operation) => [operation.path, { get: operationObject(operation) }]),
    ),
    components: {
      schemas: { Answer: schema(answerSchema), Problem: schema(problemSchema), Datasets: datasetsSchema(catalog) },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: `A refusal. Codes with a status of their own: ${Object.entries(statuses)
            .map(([code, status]) => `${code} ${status}`)
            .join(', ')}; all others 400.`,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

/** Which measures and dimensions each dataset has, by their names. */
function datasetsSchema({ datasets }: Catalog) {
  const names = [...datasets.values()].map(({ name, measures, dimensions }) => {
    const properties = { measure: { enum: [...measures.keys()] }, dimension: { enum: [...dimensions.keys()] } }
    return [name, { type: 'object', properties }]
  })
  return { type: 'object', properties: Object.fromEntries(names) }
}

function operationObject({ path, summary, description, parameters = [], types, schema, examples }: Operation) {
  const [example = ''] = examples
  return {
    summary,
    ...(description === undefined ? {} : { description }),
    operationId: path.replaceAll(/[^a-z]+/gi, '_').replaceAll(/^_|_$/g, ''),
    parameters,
    'x-examples': examples,
    responses: {
      200: {
        description: `For example: ${example}`,
        content: Object.fromEntries(
          types.map((type) => [type, type.startsWith('application/json') && schema !== undefined ? { schema } : {}]),
        ),
      },
      304: { description: 'What the caller has, by its ETag, still holds.' },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}
