import type { RequestListener } from 'node:http'
import compression from 'compression'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import helmet from 'helmet'
import { Refusal } from '#foundation'
import { identify } from './access/identify.ts'
import { publicOperations } from './all-operations.ts'
import { auditRefusals } from './audit/audit-refusals.ts'
import { type CostLimit, costLimit } from './costs/cost-limit.ts'
import { securityText } from './discovery/security-txt.ts'
import { refuseNonFinite } from './formats/finite.ts'
import { requireAnswered } from './http/answered-methods.ts'
import { crossOrigin } from './http/cross-origin.ts'
import { takes } from './http/known-parameters.ts'
import { requireOriginForm } from './http/origin-form.ts'
import { sendProblem } from './http/problem.ts'
import { requestLog } from './metrics/request-log.ts'
import { sendDescription } from './openapi/send-description.ts'
import { memoryFirst } from './operations/memory-first.ts'
import type { OperationDescription } from './operations/operation.ts'
import { operationRoutes } from './operations/operation-routes.ts'
import type { RestrictedUpstream } from './restricted/restricted-address.ts'
import { restrictedProxy } from './restricted/restricted-proxy.ts'
import type { Service } from './service/service.ts'
import { type SignIn, withoutSignIn } from './sign-in/sign-in.ts'

/**
 * Adds what another module has to the app before errors are handled, and returns its operations, for the description of the API.
 *
 * @param described - all operations of the app, when everything is mounted
 */
export type Mount = (
  app: Express,
  service: Service<'public'>,
  described: () => readonly OperationDescription[],
) => readonly OperationDescription[]

export interface AppOptions {
  /** Proxies in front of this server that tell whose requests they pass on. */
  readonly trustedProxies?: number
  /** Milliseconds of CPU time that requests of one asker may take. */
  readonly costPerMinute?: number
  /** Other origins whose pages may read the API. */
  readonly origins?: readonly string[]
  /** Whether readers reach this server by HTTPS only. */
  readonly isSecure?: boolean
  readonly signIn?: SignIn | undefined
  /** To whom weaknesses are reported: `https:` or `mailto:`. */
  readonly securityContact?: string | undefined
  readonly restricted?: RestrictedUpstream | undefined
  /** Pages that the restricted process has too, as they follow the language in their address. */
  readonly pagesOfLevels?: readonly string[]
}

/** The public HTTP application: what is remembered is answered at once, everything else by its routes. */
export function makeApp(
  service: Service<'public'>,
  options: AppOptions = {},
  ...mounts: readonly Mount[]
): RequestListener {
  const limit = costLimit(options.costPerMinute ?? 60_000, options.trustedProxies ?? 0)
  return memoryFirst(makeRoutes(service, limit, options, mounts), service, limit)
}

/** Security headers, the API, whatever is mounted, and problems for all that fails. */
export function makeRoutes(
  service: Service<'public'>,
  limit: CostLimit,
  options: AppOptions,
  mounts: readonly Mount[],
): Express {
  const { trustedProxies = 0, origins = [], isSecure = false, signIn } = options
  const { restricted, pagesOfLevels = [], securityContact } = options
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.set('trust proxy', trustedProxies)
  app.set('json replacer', refuseNonFinite)
  const secured = securityHeaders(isSecure)
  app.use(requestLog(service), requireOriginForm)
  app.use(identify({ tokens: service.tokens, ...(signIn ? { signedIn: signIn.signedIn } : {}) }))
  app.use(limit.pay)
  app.use(secured, crossOrigin(origins), requireAnswered(app))
  if (restricted !== undefined) app.use(restrictedProxy(service, restricted, pagesOfLevels))
  app.use(compression({ filter: isStillPlain }))
  app.get('/sign-in', takes())
  app.use(['/signed-in', '/sign-out', '/sign-in/purpose'], takes())
  app.use(signIn?.routes ?? withoutSignIn()).set('sign in', signIn !== undefined)
  const described: OperationDescription[] = []
  const operations = publicOperations(service.catalog, () => described)
  described.push(...operations)
  app.use(operationRoutes(operations, service))
  app.get('/openapi.json', takes(), sendDescription(described, service))
  if (securityContact !== undefined)
    app.get('/.well-known/security.txt', takes(), (_request, response) => {
      response.type('text/plain').send(securityText(securityContact, service.publicUrl, new Date()))
    })
  app.use(limit.payRefused, beforeProblems(secured), auditRefusals(service))
  for (const mount of mounts) described.push(...mount(app, service, () => described))
  app.use(() => {
    throw new Refusal('NOT_FOUND', 'There is nothing at this address. Begin at /v1/catalog.')
  })
  app.use(sendProblem(service))
  return app
}

/** Whether an answer may be compressed on its way: those that are kept are compressed before, each encoding once. */
function isStillPlain(request: Request, response: Response): boolean {
  return response.locals['isEncoded'] !== true && compression.filter(request, response)
}

/** Problems that came before the headers of all answers get them too. */
function beforeProblems(headers: RequestHandler): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error)
    headers(request, response, () => next(error))
  }
}

/**
 * Charts are drawn with an expression interpreter, so scripts need no `unsafe-eval`; nothing comes from another origin.
 *
 * @param styles - hashes of style sheets that stand in a page itself
 */
export function securityHeaders(isSecure = false, styles: readonly string[] = []) {
  const own = ["'self'"]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: own,
        scriptSrc: own,
        styleSrc: [...own, ...styles],
        imgSrc: [...own, 'data:'],
        fontSrc: own,
        connectSrc: own,
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: own,
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: 'same-origin' },
  })
}
