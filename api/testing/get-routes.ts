import type { Express } from 'express'

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
  match(path: string): boolean
}

/** A route that answers GET, and whether an address leads to it. */
export interface GetRoute {
  readonly path: string
  leadsFrom(address: string): boolean
}

/** Every route of an application that answers GET, in routers that are mounted at its root too. */
export function getRoutes(app: Express): readonly GetRoute[] {
  return routesIn((app.router as unknown as { readonly stack: readonly Layer[] }).stack)
}

function routesIn(layers: readonly Layer[]): readonly GetRoute[] {
  return layers.flatMap((layer) => {
    const { route, handle } = layer
    if (route === undefined) return handle.stack === undefined ? [] : routesIn(handle.stack)
    if (!route.methods['get']) return []
    const leadsFrom = (address: string) => layer.match(address.split('?')[0] ?? '')
    return [{ path: [route.path].flat().join(' '), leadsFrom }]
  })
}
