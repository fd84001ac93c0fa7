import type { Express, RequestHandler } from 'express'
import { Refusal } from '#foundation'

/** What Express keeps of a route, or of a router that is mounted. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
  match(path: string): { readonly path: string } | false
}

/**
 * Refuses a method where only others are answered, at the routes of an application as they are by then. Without it Express
 * answers OPTIONS itself. What is at no route is left to be not found.
 *
 * @throws {@link Refusal} `METHOD_NOT_ALLOWED`
 */
export function requireAnswered(app: Express): RequestHandler {
  return ({ method, path }, _response, next) => {
    const { stack } = app.router as unknown as { readonly stack: readonly Layer[] }
    const allowed = [...new Set(methodsAt(path, stack))]
    if (allowed.length > 0) requireMethod(method, allowed)
    next()
  }
}

/** @throws {@link Refusal} `METHOD_NOT_ALLOWED` */
export function requireMethod(method: string, allowed: readonly string[]): void {
  if (allowed.includes(method)) return
  throw new Refusal('METHOD_NOT_ALLOWED', `This address answers ${allowed.join(', ')}.`, { allowed })
}

function methodsAt(path: string, layers: readonly Layer[]): readonly string[] {
  return layers.flatMap((layer) => {
    const { route, handle } = layer
    const found = (route ?? handle.stack) !== undefined && layer.match(path)
    if (!found) return []
    if (route === undefined) return methodsAt(path.slice(found.path.length) || '/', handle.stack ?? [])
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase())
    return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  })
}
