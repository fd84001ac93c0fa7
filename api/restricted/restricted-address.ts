import type { Request } from 'express'
import { Refusal } from '#foundation'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Where the restricted process listens. */
export interface RestrictedPlace {
  readonly url: string
  /** The one host besides this machine that it may be on. */
  readonly host?: string | undefined
}

/**
 * The origin of the restricted process: on this machine by HTTP, or on the host that is named besides.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION`
 */
export function restrictedOrigin({ url, host }: RestrictedPlace): string {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const { protocol, hostname = '', origin = '' } = address ?? {}
  const isHere = protocol === 'http:' && loopback.test(hostname)
  const isNamed = (protocol === 'http:' || protocol === 'https:') && hostname === host?.toLowerCase()
  if (address !== undefined && (isHere || isNamed) && address.href === `${origin}/`) return origin
  const message =
    'TARAZA_RESTRICTED_URL is an address of this machine such as http://127.0.0.1:9091, without a user or a path. TARAZA_RESTRICTED_HOST names another host.'
  throw new Refusal('BAD_CONFIGURATION', message, { parameter: 'TARAZA_RESTRICTED_URL' })
}

/**
 * An address at the restricted process.
 *
 * @param path - made of names that this server knows, never of what a caller wrote
 * @param query - as it was read; it is written anew
 */
export function addressAt(origin: string, path: string, query: Request['query']): URL {
  const address = new URL(origin)
  address.pathname = path
  address.search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  ).toString()
  if (address.origin !== origin || address.pathname !== path) throw new Error(`${path} is no path of this server`)
  return address
}

/** The restricted process of this machine, and the key under which this server speaks for those whom it has signed in. */
export interface RestrictedUpstream extends RestrictedPlace {
  readonly key: string
}
