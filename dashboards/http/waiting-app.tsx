import express, { type ErrorRequestHandler, type Express, type Request } from 'express'
import {
  acceptedLanguage,
  crossOrigin,
  isForMachines,
  type Observing,
  requestLog,
  requireOriginForm,
  securityHeaders,
  sendProblem,
  takes,
} from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { styleAddress } from '../pages/frame/site.ts'
import { WaitingPage } from '../pages/waiting-page.tsx'
import { translator } from '../texts/messages.ts'
import { assets, builtFolder, filesIn } from './built-files.ts'
import { pageText } from './send-rendered.ts'

/** What a server has before it has figures. */
export interface Waiting extends Observing {
  /** What is missing, for whoever watches over the server: a `NO_RELEASE_YET`. */
  why(): Refusal
  /** Whether readers reach this server by HTTPS only. */
  readonly isSecure?: boolean
  /** Other origins whose pages may read the API. */
  readonly origins?: readonly string[]
}

/** Seconds after which readers and programs may ask again. A first release is a matter of hours or days. */
const retryAfter = '300'

/**
 * The public application until there are figures: it lives, is not ready, and says so at each address. It needs no home, no
 * jurisdiction and no release.
 */
export function makeWaitingApp(waiting: Waiting): Express {
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.use(requestLog(waiting), requireOriginForm, securityHeaders(waiting.isSecure), crossOrigin(waiting.origins ?? []))
  app.get('/health/live', takes(), (_request, response) => void response.json({ alive: true }))
  app.use('/assets', ...assets())
  app.use('/docs', filesIn(builtFolder('docs')))
  app.use((_request, response) => {
    response.set('Retry-After', retryAfter)
    throw waiting.why()
  })
  app.use(sendWaitingPage, sendProblem(waiting))
  return app
}

const sendWaitingPage: ErrorRequestHandler = (error, request, response, next) => {
  const isWaiting = error instanceof Refusal && error.code === 'NO_RELEASE_YET'
  if (!isWaiting || isForMachines(request.path) || response.headersSent) return next(error)
  const language = languageOf(request)
  const page = { language, t: translator(language), path: request.path, style: styleAddress() }
  response
    .status(503)
    .set({ 'Cache-Control': 'no-store', 'Content-Language': language, 'X-Robots-Tag': 'noindex' })
    .type('html')
    .send(pageText(<WaitingPage {...page} />))
}

function languageOf(request: Request): Language {
  return languages.find((known) => request.path.split('/')[1] === known) ?? acceptedLanguage(request, 'ky')
}
