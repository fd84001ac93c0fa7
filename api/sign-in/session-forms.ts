import express, { type Request, type Response, Router } from 'express'
import { Refusal } from '#foundation'
import { languages } from '#jurisdictions'
import { type Role, requirePurpose } from '../access/roles.ts'
import { inEachLanguage } from '../http/in-each-language.ts'
import { type Cookies, cookieOf } from './session-cookie.ts'
import { formToken, isFormOf, lockedFor, openedFor } from './session-secret.ts'
import type { Session, SessionStore } from './session-store.ts'

/** What a page shows to whoever is signed in. */
export interface SessionView extends Pick<Session, 'who' | 'role' | 'until' | 'checks' | 'purpose'> {
  /** Sent back by each form of the page. */
  readonly form: string
}

/** What a page about the session is drawn from; `undefined` for whoever is not signed in. */
export function sessionOf(response: Response): SessionView | undefined {
  return response.locals['session'] as SessionView | undefined
}

/** What changes a session is sent by forms of its own page, with a token that no other site knows. */
export function sessionForms(sessions: SessionStore, cookies: Cookies): Router {
  const router = Router({ caseSensitive: true })
  const found = (request: Request) => {
    const id = cookieOf(request, cookies.session)
    const session = sessions.find(id)
    return id === undefined || session === undefined ? undefined : { id, session }
  }
  router.get('/signed-in', (request, response) => {
    const { who = null, role = null }: { who?: string | null; role?: Role | null } = found(request)?.session ?? {}
    response.set('Cache-Control', 'no-store').json({ who, role })
  })
  router.get(inEachLanguage('session'), (request, response, next) => {
    const known = found(request)
    response.locals['session'] = known && viewOf(known)
    next()
  })
  const form = express.urlencoded({ extended: false, limit: '8kb' })
  router.post('/sign-out', form, (request, response) => {
    const known = found(request)
    // A form of another site comes without the cookie: it must not take it away either.
    if (known === undefined) return response.set('Cache-Control', 'no-store').redirect(303, '/')
    requireOwnForm(known.id, request)
    sessions.end(known.id)
    response.clearCookie(cookies.session, cookies.ofSession).set('Cache-Control', 'no-store').redirect(303, '/')
  })
  router.post('/sign-in/purpose', form, (request, response) => {
    const known = found(request)
    if (known === undefined) throw new Refusal('SIGN_IN_NEEDED', 'The session is over. Sign in again at /sign-in.')
    requireOwnForm(known.id, request)
    const id = withPurpose(known, fieldOf(request, 'purpose').trim(), sessions)
    response.cookie(cookies.session, id, { ...cookies.ofSession, expires: new Date(known.session.until) })
    response.set('Cache-Control', 'no-store').redirect(303, `/${languageOf(request)}/session`)
  })
  return router
}

interface Known {
  readonly id: string
  readonly session: Session
}

/** A session whose purpose changes is another one: the old cookie ends with it, whoever has a copy. */
function withPurpose({ id, session }: Known, purpose: string, sessions: SessionStore): string {
  requirePurpose(purpose)
  if (!sessions.end(id)) throw new Refusal('SIGN_IN_NEEDED', 'The session is over. Sign in again at /sign-in.')
  const { token, ...claims } = session
  return sessions.begin((own) => ({
    ...claims,
    purpose,
    ...(token === undefined ? {} : { token: lockedFor(own, openedFor(id, token)) }),
  }))
}

/** @throws {@link Refusal} `FORM_NOT_YOURS` (403) */
function requireOwnForm(id: string, request: Request): void {
  if (isFormOf(id, fieldOf(request, 'form'))) return
  const message = 'This form was not made for your session. Open the page "session" again and send its own form.'
  throw new Refusal('FORM_NOT_YOURS', message, { parameter: 'form' })
}

function fieldOf({ body }: Request, name: string): string {
  const value: unknown = Object.hasOwn(Object(body), name) ? (body as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : ''
}

function languageOf(request: Request) {
  return languages.find((known) => known === fieldOf(request, 'lang')) ?? languages[0]
}

function viewOf({ id, session: { who, role, until, checks, purpose } }: Known): SessionView {
  return { who, role, until, checks, purpose, form: formToken(id) }
}
