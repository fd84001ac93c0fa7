import { randomBytes } from 'node:crypto'
import { type Request, Router } from 'express'
import { Refusal } from '#foundation'
import { languages } from '#jurisdictions'
import { keyFor, minKeyLength } from '../access/keys.ts'
import type { Principal } from '../access/roles.ts'
import { inEachLanguage } from '../http/in-each-language.ts'
import { acceptedLanguage } from '../http/requested-format.ts'
import { beginSignIn, finishSignIn, pendingSchema } from './authorization.ts'
import { discover, type ProviderOptions } from './provider.ts'
import { sealWith } from './sealed.ts'
import { cookieOf, cookiesFor } from './session-cookie.ts'
import { sessionForms } from './session-forms.ts'
import { lockedFor } from './session-secret.ts'
import type { SessionStore } from './session-store.ts'
import { standingChecks } from './standing.ts'

export interface SignInOptions extends ProviderOptions {
  /** Under which readers reach this server. */
  readonly publicUrl: string
  readonly sessions: SessionStore
  /** Shared by processes that serve together: a sign-in that was begun at one may end at another. */
  readonly sharedKey?: string | undefined
  /** Milliseconds for which an answer of the provider about a session holds. */
  readonly checkEvery?: number | undefined
}

export interface SignIn {
  readonly routes: Router
  /** @throws {@link Refusal} `SIGN_IN_DOWN` for questions that are not public while the provider does not answer */
  readonly signedIn: (request: Request) => Promise<Principal | undefined>
}

const callback = '/sign-in/callback'

/**
 * Sign-in with OpenID Connect: authorization code with PKCE. Roles come from a claim; who has none stays a reader. The cookie
 * holds a secret that leads to a list on the server; where the provider offers introspection, it is asked again.
 *
 * @see OpenID Connect Core 1.0, section 3.1; RFC 7636
 */
export function makeSignIn(options: SignInOptions): SignIn {
  const { sessions, publicUrl, sharedKey = randomBytes(minKeyLength) } = options
  const begun = sealWith(keyFor('sign-in', sharedKey), pendingSchema)
  const cookies = cookiesFor(publicUrl)
  const provider = once(() => discover(options))
  const redirectUri = new URL(callback, publicUrl).href
  const router = Router({ caseSensitive: true })
  router.get('/sign-in', async (request, response) => {
    // A link on another site would replace the session of whoever follows it: they are shown the page that offers it.
    if (request.get('sec-fetch-site') === 'cross-site')
      return response.redirect(303, `/${acceptedLanguage(request, languages[0])}/session`)
    const { pending, address } = await beginSignIn(await provider(), redirectUri)
    response.cookie(cookies.pending, begun.seal(pending), cookies.ofPending).set('Cache-Control', 'no-store')
    response.redirect(302, address)
  })
  router.get(callback, async (request, response) => {
    const pending = begun.open(cookieOf(request, cookies.pending))
    response.clearCookie(cookies.pending, cookies.ofPending).set('Cache-Control', 'no-store')
    const { session, token } = await finishSignIn(request, pending, redirectUri, await provider(), options)
    const id = sessions.begin((own) => ({
      ...session,
      ...(token === undefined ? {} : { token: lockedFor(own, token) }),
    }))
    endBefore(request)
    response.cookie(cookies.session, id, { ...cookies.ofSession, expires: new Date(session.until) })
    response.redirect(302, '/')
  })
  /** Whoever signs in again leaves no earlier session behind. */
  const endBefore = (request: Request) => sessions.end(cookieOf(request, cookies.session) ?? '')
  router.use(sessionForms(sessions, cookies))
  return { routes: router, signedIn: signingIn({ ...options, provider }) }
}

/** Finds out at each request whether the session of its cookie is on the list, and now and then whether it still holds. */
function signingIn(options: SignInOptions & { provider: Parameters<typeof standingChecks>[0]['provider'] }) {
  const { sessions, publicUrl } = options
  const cookies = cookiesFor(publicUrl)
  const holds = standingChecks(options)
  return async (request: Request): Promise<Principal | undefined> => {
    const id = cookieOf(request, cookies.session)
    const session = sessions.find(id)
    if (id === undefined || session === undefined) return undefined
    const isPublic = [undefined, 'public'].includes(request.query['level'] as string | undefined)
    const stands = await holds(id, session).catch((error: unknown) => {
      if (isPublic) return undefined
      throw error
    })
    if (stands === false) sessions.end(id)
    return stands ? { who: session.who, role: session.role, purpose: session.purpose } : undefined
  }
}

/** What a server answers that knows no provider. */
export function withoutSignIn(): Router {
  const router = Router({ caseSensitive: true })
  router.get(['/sign-in', inEachLanguage('session')], () => {
    const message = 'This server has no sign-in: its operator can set one up. Public figures need none.'
    throw new Refusal('NO_SIGN_IN', message)
  })
  return router
}

/** Asks once, and again after a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
}
