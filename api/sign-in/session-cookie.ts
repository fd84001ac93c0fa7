import type { CookieOptions, Request } from 'express'

/** The cookies of this server. With https their names bind browsers to this host, to https and to the whole site. */
export interface Cookies {
  readonly session: string
  readonly pending: string
  /** Sent with requests from pages of this site only. */
  readonly ofSession: CookieOptions
  /** Sent, too, when the provider sends a browser back. */
  readonly ofPending: CookieOptions
}

/**
 * Over http, as on one's own machine, browsers take no `__Host-` cookie: there the names have no prefix.
 *
 * @param publicUrl - under which readers reach this server
 * @see RFC 6265bis, section 4.1.3
 */
export function cookiesFor(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:')
  const prefix = secure ? '__Host-' : ''
  const common = { httpOnly: true, secure, path: '/' }
  return {
    session: `${prefix}taraza_session`,
    pending: `${prefix}taraza_sign_in`,
    ofSession: { ...common, sameSite: 'strict' },
    ofPending: { ...common, sameSite: 'lax' },
  }
}

export function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.get('cookie') ?? '').split(/;\s*/)
  return cookies.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1)
}
