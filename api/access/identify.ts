import { isUtf8 } from 'node:buffer'
import type { NextFunction, Request, Response } from 'express'
import { Refusal } from '#foundation'
import { isForMachines } from '../http/problem.ts'
import type { Principal } from './roles.ts'
import type { TokenStore } from './token-store.ts'

export const purposeHeader = 'taraza-purpose'

export interface Identifying {
  readonly tokens: TokenStore
  /** Who is signed in with this request, if sign-in is set up. */
  readonly signedIn?: (request: Request) => Promise<Principal | undefined>
  /** Whether browsers may send a token as a password: not where a proxy may have passwords of its own. */
  readonly acceptsPasswords?: boolean
  /** Of the restricted process: whom the public server speaks for with this request. */
  readonly spokenFor?: (request: Request) => Principal | undefined
}

/** Finds out who asks, once per request. Whoever sends nothing is nobody; a token that is not valid is refused. */
export function identify({ tokens, signedIn, acceptsPasswords = false, spokenFor }: Identifying) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    requireOnce(request)
    const sender = async () => bearer(request, tokens, acceptsPasswords) ?? (await signedIn?.(request))
    response.locals['asker'] = spokenFor?.(request) ?? withPurpose(await sender(), request)
    next()
  }
}

/** Programs say why in a header, each time. On pages what was said for the session holds. */
function withPurpose(asker: Principal | undefined, request: Request): Principal | undefined {
  if (asker === undefined) return undefined
  const header = request.get(purposeHeader)
  if (header !== undefined) return { ...asker, purpose: decoded(header) }
  const { purpose: _, ...silent } = asker
  return isForMachines(request.path) ? silent : asker
}

/** Who asks, as {@link identify} found it out for this request; `undefined` for the public. */
export function principalOf(response: Response): Principal | undefined {
  return response.locals['asker'] as Principal | undefined
}

/** Lets only some roles through, and asks browsers for a token as the password. @throws {@link Refusal} 401 or 403 */
export function requireRole(...allowed: readonly Principal['role'][]) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    const asker = principalOf(response)
    if (asker === undefined) {
      response.set('WWW-Authenticate', 'Basic realm="Taraza, token as password", charset="UTF-8"')
      throw new Refusal(
        'SIGN_IN_NEEDED',
        'This is for authorised users. Send a token: "taraza token create" makes one.',
      )
    }
    if (!allowed.includes(asker.role)) {
      const message = `The role ${asker.role} may not see this.`
      throw new Refusal('NOT_YOUR_LEVEL', message, { allowed })
    }
    next()
  }
}

function bearer(request: Request, tokens: TokenStore, acceptsPasswords: boolean): Principal | undefined {
  const [scheme = '', ...parts] = (request.get('authorization') ?? '').split(' ')
  const credentials = parts.join(' ')
  if (scheme.toLowerCase() === 'bearer') return tokens.askerOf(credentials, new Date())
  if (scheme.toLowerCase() !== 'basic' || !acceptsPasswords) return undefined
  const [, password = ''] = Buffer.from(credentials, 'base64').toString().split(/:(.*)/s)
  return tokens.askerOf(password, new Date())
}

/** Of two headers with one name Node takes one, or joins both. @throws {@link Refusal} `BAD_REQUEST` */
function requireOnce({ rawHeaders }: Request): void {
  for (const once of ['authorization', purposeHeader])
    if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === once).length > 1)
      throw new Refusal('BAD_REQUEST', `The header ${once} is there twice. Send it once.`)
}

/** Headers hold ASCII only, and Node reads each byte as one letter: a purpose in Kyrgyz comes encoded, or as its bytes in UTF-8. */
function decoded(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  const sent = isUtf8(bytes) ? bytes.toString('utf8') : text
  try {
    return decodeURIComponent(sent)
  } catch {
    return sent
  }
}
