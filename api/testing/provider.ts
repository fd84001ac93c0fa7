import Provider from 'oidc-provider'
import type { Listeners } from './listeners.ts'

/** What a test has changed at its identity provider since it began. */
export interface Changed {
  /** By user the role that introspection tells now, in place of the one at the sign-in. */
  readonly roles: Map<string, string>
  /** Whether each request fails as a broken server does. */
  isBroken: boolean
  /** What it answers when it is asked about a sign-in, in place of the truth. */
  introspection?: { readonly status: number; readonly body: string } | undefined
}

interface Started {
  readonly issuer: string
  readonly changed: Changed
}

/** Of the client that all tests use. */
export const clientSecret = 'a secret of the test'

/**
 * A real identity provider on this machine, whose users have the role that their name begins with.
 *
 * @param introspection - whether it may be asked later, and then whether it tells the role
 */
export async function startProvider(
  listeners: Listeners,
  introspection: 'none' | 'activity' | 'role' = 'none',
): Promise<Started> {
  const handler: { provider?: Provider } = {}
  const changed: Changed = { roles: new Map(), isBroken: false }
  const issuer = await listeners.start((request, response) => {
    const { introspection: instead } = changed
    if (changed.isBroken) response.writeHead(500).end()
    else if (instead !== undefined && request.url === '/token/introspection')
      response.writeHead(instead.status, { 'content-type': 'application/json' }).end(instead.body)
    else handler.provider?.callback()(request, response)
  })
  const roleOf = (id: string) => changed.roles.get(id) ?? id.split('-')[0]
  handler.provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'taraza',
        client_secret: clientSecret,
        redirect_uris: ['http://localhost/sign-in/callback', 'http://127.0.0.1/sign-in/callback'],
        application_type: 'native',
      },
    ],
    claims: { openid: ['sub'], profile: ['taraza_role'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, taraza_role: [roleOf(id)] }),
    }),
    features: { introspection: { enabled: introspection !== 'none' } },
    extraTokenClaims: (_context, token) =>
      introspection === 'role' && 'accountId' in token ? { taraza_role: [roleOf(token.accountId)] } : {},
    cookies: { keys: ['for the test only'] },
  })
  handler.provider.on('server_error', () => {})
  if (introspection === 'role') tellsRolesOfNow(handler.provider, roleOf)
  return { issuer, changed }
}

/** The role in an answer to introspection is the one of now. */
function tellsRolesOfNow(provider: Provider, roleOf: (id: string) => string | undefined): void {
  provider.use(async (context, next) => {
    await next()
    const body = context.body as { active?: boolean; sub?: string } | undefined
    if (context.path !== '/token/introspection' || body?.active !== true) return
    context.body = { ...body, taraza_role: [roleOf(body.sub ?? '')] }
  })
}

/** Walks through the provider's own pages, as a browser would. @returns the cookies of the server at `url` */
export async function signedInAs(url: string, user: string): Promise<string> {
  const jar = new Map<string, string>()
  let { at, answer } = { at: `${url}/sign-in`, answer: await visit(`${url}/sign-in`, jar) }
  for (let step = 0; step < 12; step++) {
    const location = answer.headers.get('location')
    if (location !== null) {
      at = new URL(location, at).href
      if (at === `${url}/`) break
      answer = await visit(at, jar)
      continue
    }
    const page = await answer.text()
    const [, action] = /action="([^"]+)"/.exec(page) ?? []
    if (action === undefined) throw new Error(`the provider stopped at ${answer.status}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
    at = new URL(action, at).href
    answer = await visit(at, jar, { prompt, login: user, password: 'any' })
  }
  return [...jar].flatMap(([name, value]) => (name.startsWith(url) && !value.endsWith('=') ? [value] : [])).join('; ')
}

async function visit(address: string, jar: Map<string, string>, form?: Record<string, string>): Promise<Response> {
  const { origin } = new URL(address)
  const cookies = [...jar].flatMap(([name, value]) => (name.startsWith(origin) ? [value] : []))
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  })
  for (const text of answer.headers.getSetCookie()) {
    const [pair = ''] = text.split(';')
    jar.set(`${origin} ${pair.split('=')[0]}`, pair)
  }
  return answer
}
