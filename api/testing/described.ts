import type { RequestListener } from 'node:http'
import request from 'supertest'

/** A parameter of an operation, as the description of the API writes it. */
export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly schema: { readonly enum?: readonly string[]; readonly type?: string; readonly minimum?: number }
}

/** An operation as the description of the API tells it. */
export interface Described {
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly types: readonly string[]
  readonly examples: readonly string[]
}

interface Document {
  readonly paths: Readonly<Record<string, { readonly get: OperationObject }>>
}

interface OperationObject {
  readonly parameters?: readonly Parameter[]
  readonly 'x-examples': readonly string[]
  readonly responses: { readonly 200: { readonly content: Readonly<Record<string, unknown>> } }
}

/** The operations in the description that an application gives of itself. */
export async function describedBy(app: RequestListener): Promise<readonly Described[]> {
  const { body } = await request(app).get('/openapi.json').expect(200)
  return Object.entries((body as Document).paths).map(([path, { get }]) => ({
    path,
    parameters: get.parameters ?? [],
    types: Object.keys(get.responses[200].content),
    examples: get['x-examples'],
  }))
}
