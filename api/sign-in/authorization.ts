import type { Request } from 'express'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { searchOf } from '../http/origin-form.ts'
import {
  isDown,
  isRefusedToUs,
  type Provider,
  type ProviderOptions,
  providerDown,
  roleIn,
  type Standing,
  standingOf,
} from './provider.ts'
import type { Session } from './session-store.ts'
import { checksFor } from './standing.ts'

/** A sign-in that waits for the provider. It is sealed, while a session is a secret on a list: neither is ever the other. */
export const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  until: z.number(),
})
export type Pending = z.output<typeof pendingSchema>

const sessionHours = 8
const pendingMinutes = 10

/** What is remembered of a sign-in until the provider answers, and where it is asked. */
export async function beginSignIn({ client, configuration }: Provider, redirectUri: string) {
  const verifier = client.randomPKCECodeVerifier()
  const pending: Pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier,
    until: Date.now() + pendingMinutes * 60_000,
  }
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
  })
  return { pending, address: address.href }
}

/**
 * Who has signed in, as the provider says, and the token by which it can be asked again.
 *
 * @throws {@link Refusal} `SIGN_IN_FAILED` (401), `SIGN_IN_DOWN` (503)
 */
export async function finishSignIn(
  request: Request,
  pending: Pending | undefined,
  redirectUri: string,
  provider: Provider,
  options: ProviderOptions,
): Promise<{ readonly session: Session; readonly token: string | undefined }> {
  if (pending === undefined)
    throw failed('The sign-in took too long or was begun in another browser. Begin again at /sign-in.')
  const tokens = await grant(new URL(searchOf(request), redirectUri), pending, provider, options)
  const claims = tokens.claims()
  if (claims === undefined) throw failed('The sign-in service did not say who you are. Ask its operator.')
  const role = roleIn(claims[options.roleClaim])
  const standing = await firstStanding(provider, tokens.access_token, options)
  if (standing?.sub !== undefined && standing.sub !== claims.sub)
    throw failed('The sign-in service confirmed somebody else. Begin again at /sign-in, and tell its operator.')
  const checks = checksFor(role, standing)
  const session = {
    who: `oidc:${claims.sub}`.slice(0, 200),
    role,
    until: Date.now() + sessionHours * 3_600_000,
    checks,
  }
  return { session, token: checks === 'none' ? undefined : tokens.access_token }
}

async function grant(address: URL, pending: Pending, provider: Provider, { log }: ProviderOptions) {
  const { client, configuration } = provider
  const expected = {
    pkceCodeVerifier: pending.verifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  }
  return await client.authorizationCodeGrant(configuration, address, expected).catch((error: unknown) => {
    if (isDown(error, provider)) throw providerDown(error, log)
    log.warn({ reason: (error as Error).message.slice(0, 200) }, 'a sign-in failed')
    throw failed('The sign-in service did not confirm who you are. Begin again at /sign-in.')
  })
}

/**
 * A provider that offers introspection and refuses it to this server is not asked again. One that fails is waited for: otherwise a role
 * that is withdrawn would hold as long as the session.
 */
async function firstStanding(
  provider: Provider,
  token: string,
  options: ProviderOptions,
): Promise<Standing | undefined> {
  return await standingOf(provider, token, options).catch((error: unknown) => {
    const cause = error instanceof Refusal ? error.cause : error
    if (!isRefusedToUs(cause, provider)) throw error
    options.log.warn('the sign-in service refuses introspection to this server: roles hold until a session ends')
    return undefined
  })
}

function failed(message: string): Refusal {
  return new Refusal('SIGN_IN_FAILED', message)
}
