import type { Logger } from 'pino'
import { Refusal } from '#foundation'
import { type Role, roles } from '../access/roles.ts'

export interface ProviderOptions {
  /** Of the provider, such as `https://login.example.org/realms/justice`. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The claim that holds a role or a list of roles. */
  readonly roleClaim: string
  readonly log: Logger
}

export type Provider = Awaited<ReturnType<typeof discover>>

/** What the provider says now of a sign-in. */
export interface Standing {
  readonly isActive: boolean
  /** `undefined` where the provider tells no role after the sign-in. */
  readonly role: Role | undefined
  /** Whom the answer is about, where the provider says it. */
  readonly sub: string | undefined
}

/** Seconds: whoever is signed in waits for the provider. */
const patience = 5

/** The library is loaded when the first person signs in; the provider may be started later than this server. */
export async function discover({ issuer, clientId, clientSecret, log }: ProviderOptions) {
  const client = await import('openid-client')
  const address = new URL(issuer)
  const isLoopback = ['localhost', '127.0.0.1'].includes(address.hostname)
  const insecure = isLoopback && address.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}
  try {
    const options = { ...insecure, timeout: patience }
    return { client, configuration: await client.discovery(address, clientId, clientSecret, undefined, options) }
  } catch (error) {
    throw providerDown(error, log)
  }
}

/**
 * Asks the provider whether a sign-in still holds, where it answers such questions.
 *
 * @param token - which the provider gave with the sign-in
 * @returns `undefined` where the provider offers no introspection
 * @throws {@link Refusal} `SIGN_IN_DOWN` (503)
 * @see RFC 7662
 */
export async function standingOf(
  { client, configuration }: Provider,
  token: string,
  { roleClaim, log }: Pick<ProviderOptions, 'roleClaim' | 'log'>,
): Promise<Standing | undefined> {
  if (configuration.serverMetadata().introspection_endpoint === undefined) return undefined
  const said = await client.tokenIntrospection(configuration, token).catch((error: unknown) => {
    throw providerDown(error, log)
  })
  const claim = (said as Record<string, unknown>)[roleClaim]
  return { isActive: said.active, role: claim === undefined ? undefined : roleIn(claim), sub: said.sub }
}

/** The strongest role that a claim names. */
export function roleIn(claim: unknown): Role {
  const named = Array.isArray(claim) ? claim : [claim]
  return (['officer', 'steward', 'analyst'] as const).find((role) => named.includes(role)) ?? roles[0]
}

/** Tells the reader to wait, and the log what the cause was. */
export function providerDown(error: unknown, log: Logger): Refusal {
  log.error({ cause: causesOf(error) }, 'the sign-in service does not answer')
  const message = 'The sign-in service does not answer. Try again later; public figures can be read without it.'
  return new Refusal('SIGN_IN_DOWN', message, {}, { cause: error })
}

/** Whether the provider could not be reached or failed, as against that it said no. */
export function isDown(error: unknown, { client }: Provider): boolean {
  if (error instanceof client.ResponseBodyError) return error.status >= 500
  if (error instanceof client.AuthorizationResponseError) return false
  const cause = error instanceof Error ? error.cause : undefined
  return error instanceof TypeError || isTimeout(error) || (cause instanceof Response && cause.status >= 500)
}

/** Whether the provider answered that this server may not ask. */
export function isRefusedToUs(error: unknown, { client }: Provider): boolean {
  const isAnswer = error instanceof client.ResponseBodyError || error instanceof client.WWWAuthenticateChallengeError
  return isAnswer && [401, 403].includes(error.status)
}

function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'OAUTH_TIMEOUT'
}

/** Messages and codes of an error and what caused it; never what was sent or answered. */
function causesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const { code } = error as { code?: unknown }
  const own = [error.name, code, error.message.slice(0, 200)].filter((part) => part !== undefined).join(' ')
  return [own, ...causesOf(error.cause)]
}
