import compression from 'compression'
import express, { type Express } from 'express'
import helmet from 'helmet'
import { Refusal } from '#foundation'
import { sendProblem } from './http/problem.ts'
import { indicatorRoutes } from './indicators/indicator-routes.ts'
import { apiRoutes } from './routes.ts'
import { sdmxRoutes } from './sdmx/sdmx-routes.ts'
import type { Service } from './service.ts'

/** What another room adds to the app before errors are handled. */
export type Mount = (app: Express, service: Service<'public'>) => void

/** The public HTTP application: security headers, the API, whatever is mounted, and problems for all that fails. */
export function makeApp(service: Service<'public'>, ...mounts: readonly Mount[]): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders())
  app.use(compression())
  app.use(apiRoutes(service), indicatorRoutes(service), sdmxRoutes(service))
  for (const mount of mounts) mount(app, service)
  app.use(() => {
    throw new Refusal('NOT_FOUND', 'There is nothing at this address. Begin at /v1/catalog.')
  })
  app.use(sendProblem(service))
  return app
}

/** Charts are drawn with an expression interpreter, so scripts need no `unsafe-eval`; nothing comes from another origin. */
export function securityHeaders() {
  const own = ["'self'"]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: own,
        scriptSrc: own,
        styleSrc: [...own, "'unsafe-inline'"],
        imgSrc: [...own, 'data:'],
        fontSrc: own,
        connectSrc: own,
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: own,
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
  })
}
