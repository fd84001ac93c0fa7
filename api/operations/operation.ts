import type { NextFunction, Request, Response } from 'express'
import type { z } from 'zod'
import type { AccessLevel } from '#warehouse'
import type { Service } from '../service/service.ts'

/** The parameters of an operation by where they stand. A loose query has further ones, which the operation checks itself. */
export interface OperationParameters {
  readonly path?: z.ZodObject
  readonly query?: z.ZodObject
  readonly header?: z.ZodObject
}

/** What the description of the API tells of one operation; its method is GET. */
export interface OperationDescription {
  /** A name for generated clients, such as `askQuestion`. */
  readonly id: string
  /** As OpenAPI writes it, such as `/v1/catalog/{dataset}`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly parameters?: OperationParameters
  /** The media types that it answers with. */
  readonly types: readonly string[]
  /** Of the answer in JSON. */
  readonly schema?: z.ZodType
  /** Addresses that answer 200; a test asks them. */
  readonly examples: readonly string[]
}

/** An operation with what answers it. Parameters of its query that it does not declare are refused before. */
export interface Operation<L extends AccessLevel> extends OperationDescription {
  /** The path as Express writes it, where parts of it may be left out. */
  readonly route?: string
  handle(request: Request, response: Response, service: Service<L>, next: NextFunction): void | Promise<void>
}
