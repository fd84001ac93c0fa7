import { type RequestHandler, Router } from 'express'
import type { AccessLevel } from '#warehouse'
import { takes } from '../http/known-parameters.ts'
import type { Service } from '../service/service.ts'
import type { Operation, OperationParameters } from './operation.ts'

/** Routes to operations: each refuses parameters that it does not declare. */
export function operationRoutes<L extends AccessLevel>(
  operations: readonly Operation<L>[],
  service: Service<L>,
): Router {
  const router = Router({ caseSensitive: true })
  for (const operation of operations) {
    const { path, route = path.replaceAll(/\{(\w+)\}/g, ':$1'), parameters = {} } = operation
    const answer: RequestHandler = (request, response, next) => operation.handle(request, response, service, next)
    router.get(route, ...declaredOnly(parameters), answer)
  }
  return router
}

function declaredOnly({ query }: OperationParameters): readonly RequestHandler[] {
  return query?.def.catchall === undefined ? [takes(...parameterNames(query))] : []
}

/** The names of declared parameters. */
export function parameterNames(parameters: OperationParameters['query']): readonly string[] {
  return Object.keys(parameters?.shape ?? {})
}
