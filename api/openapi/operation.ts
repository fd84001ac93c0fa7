/** A parameter of a route, as OpenAPI writes it. */
export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly description: string
  readonly required?: boolean
  readonly schema: unknown
  readonly example?: string
}

/** One route of the public server, as its OpenAPI document tells it; the method is GET. */
export interface Operation {
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly types: readonly string[]
  readonly schema?: unknown
  /** Addresses that answer 200; a test asks them. */
  readonly examples: readonly string[]
}
