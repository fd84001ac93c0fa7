import express, { type Express } from 'express'
import {
  hearing,
  identify,
  keyFor,
  type Observing,
  requestLog,
  requireOriginForm,
  requireRole,
  securityHeaders,
  TokenStore,
  takes,
} from '#api'
import type { Refusal } from '#foundation'
import { sendMetrics } from './metrics.ts'
import { styleHash } from './render-run-report.tsx'
import { sendOperatorError } from './send-operator-error.tsx'

/** What the restricted listener has before it is known whose figures it will have. */
export interface OperatorWaiting extends Observing {
  readonly home: string
  /** What is missing: a `NO_RELEASE_YET`. */
  why(): Refusal
  readonly internalKey?: string | undefined
  /** The last that the public server told of its requests. */
  publicMetrics(): string
}

/** The application of the restricted listener until its home has a jurisdiction: metrics for stewards, and what is missing. */
export function makeWaitingOperatorApp(waiting: OperatorWaiting): Express {
  const { home, internalKey, publicMetrics } = waiting
  const app = express()
  app.enable('case sensitive routing')
  app.disable('x-powered-by')
  app.use(requestLog(waiting), securityHeaders(false, [styleHash()]), requireOriginForm)
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  app.get('/health/live', takes(), (_request, response) => void response.json({ alive: true }))
  const spokenFor = hearing(internalKey === undefined ? undefined : keyFor('speaking', internalKey))
  app.use(identify({ tokens: new TokenStore(home), acceptsPasswords: true, spokenFor }))
  app.use(requireRole('analyst', 'officer', 'steward'))
  app.get('/metrics', requireRole('steward'), takes(), sendMetrics(home, publicMetrics))
  app.use(() => {
    throw waiting.why()
  })
  app.use(sendOperatorError(waiting))
  return app
}
