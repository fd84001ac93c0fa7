import { randomBytes } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { searchOf } from '../http/origin-form.ts'
import { keyFor, leastKeyLength } from './keys.ts'
import { type Asker, type Role, roles } from './roles.ts'
import { sealWith } from './sealed.ts'

export interface SignInOptions {
  /** Of the provider, such as `https://login.example.org/realms/justice`. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Under which readers reach this server. */
  readonly publicUrl: string
  /** The claim that holds a role or a list of roles. */
  readonly roleClaim: string
  /** Shared by processes that serve together: a session begun at one holds at all. Without it sessions end with the process. */
  readonly sharedKey?: string | undefined
  readonly log: Logger
}

export interface SignIn {
  readonly routes: Router
  readonly signedIn: (request: Request) => Asker | undefined
}

const sessionSchema = z.strictObject({ who: z.string().min(1), role: z.enum(roles), until: z.number() })
type Session = z.output<typeof sessionSchema>

const pendingSchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.number() })
type Pending = z.output<typeof pendingSchema>

const sessionHours = 8
const pendingMinutes = 10
const sessionCookie = 'taraza_session'
const pendingCookie = 'taraza_sign_in'
const callback = '/sign-in/callback'

/**
 * Sign-in with OpenID Connect: authorization code with PKCE. The session is a signed cookie: where no key is
 * shared, a restart signs everybody out. Roles come from a claim; who has none stays a reader.
 *
 * @see OpenID Connect Core 1.0, section 3.1; RFC 7636
 */
export function makeSignIn(options: SignInOptions): SignIn {
  const key = options.sharedKey ?? randomBytes(leastKeyLength)
  const sessions = sealWith(keyFor('session', key), sessionSchema)
  const begun = sealWith(keyFor('sign-in', key), pendingSchema)
  const sessionOf = (request: Request) => sessions.open(cookieOf(request, sessionCookie))
  const isSecure = options.publicUrl.startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax' as const, secure: isSecure, path: '/' }
  const provider = once(() => discover(options))
  const router = Router()
  router.get('/sign-in', async (_request, response) => {
    const { client, configuration } = await provider()
    const verifier = client.randomPKCECodeVerifier()
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier,
      until: Date.now() + pendingMinutes * 60_000,
    }
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: new URL(callback, options.publicUrl).href,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    })
    response.cookie(pendingCookie, begun.seal(pending), cookie).set('Cache-Control', 'no-store')
    response.redirect(302, address.href)
  })
  router.get(callback, async (request, response) => {
    const pending = begun.open(cookieOf(request, pendingCookie))
    response.clearCookie(pendingCookie, cookie).set('Cache-Control', 'no-store')
    const session = await finish(request, pending, options, await provider())
    response.cookie(sessionCookie, sessions.seal(session), { ...cookie, maxAge: sessionHours * 3_600_000 })
    response.redirect(302, '/')
  })
  router.get('/sign-out', (_request, response: Response) => {
    response.clearCookie(sessionCookie, cookie).set('Cache-Control', 'no-store').redirect(302, '/')
  })
  router.get('/signed-in', (request, response) => {
    const session = sessionOf(request)
    response.set('Cache-Control', 'no-store').json({ who: session?.who ?? null, role: session?.role ?? null })
  })
  return { routes: router, signedIn: sessionOf }
}

/** What a server answers that knows no provider. */
export function withoutSignIn(): Router {
  const router = Router()
  router.get('/sign-in', () => {
    const message = 'This server has no sign-in: its operator can set one up. Public figures need none.'
    throw new Refusal('NO_SIGN_IN', message)
  })
  return router
}

type Provider = Awaited<ReturnType<typeof discover>>

/** The library is loaded when the first person signs in; the provider may be started later than this server. */
async function discover({ issuer, clientId, clientSecret }: SignInOptions) {
  const client = await import('openid-client')
  const address = new URL(issuer)
  const isLoopback = ['localhost', '127.0.0.1'].includes(address.hostname)
  const insecure = isLoopback && address.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}
  try {
    return { client, configuration: await client.discovery(address, clientId, clientSecret, undefined, insecure) }
  } catch (error) {
    const message = 'The sign-in service does not answer. Try again later; public figures can be read without it.'
    throw new Refusal('SIGN_IN_FAILED', message, {}, { cause: error })
  }
}

async function finish(
  request: Request,
  pending: Pending | undefined,
  { publicUrl, roleClaim, log }: SignInOptions,
  { client, configuration }: Provider,
): Promise<Session> {
  if (pending === undefined)
    throw failed('The sign-in took too long or was begun in another browser. Begin again at /sign-in.')
  const claims = await client
    .authorizationCodeGrant(configuration, new URL(callback + searchOf(request), publicUrl), {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    })
    .then((tokens) => tokens.claims())
    .catch((error: unknown) => {
      log.warn({ reason: (error as Error).message.slice(0, 200) }, 'a sign-in failed')
      throw failed('The sign-in service did not confirm who you are. Begin again at /sign-in.')
    })
  if (claims === undefined) throw failed('The sign-in service did not say who you are. Ask its operator.')
  return {
    who: `oidc:${claims.sub}`.slice(0, 200),
    role: roleIn(claims[roleClaim]),
    until: Date.now() + sessionHours * 3_600_000,
  }
}

/** The strongest role that a claim names. */
function roleIn(claim: unknown): Role {
  const named = Array.isArray(claim) ? claim : [claim]
  return (['officer', 'steward', 'analyst'] as const).find((role) => named.includes(role)) ?? roles[0]
}

function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.get('cookie') ?? '').split(/;\s*/)
  return cookies.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1)
}

function failed(message: string): Refusal {
  return new Refusal('SIGN_IN_FAILED', message)
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
