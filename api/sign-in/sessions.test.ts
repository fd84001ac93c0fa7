import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeOperatorApp, mountDashboards, pagesOfLevels } from '../../dashboards/index.ts'
import { makeApp, makeService, makeSignIn, type Service, SessionStore } from '../index.ts'
import { Listeners } from '../testing/listeners.ts'
import { type Changed, clientSecret, signedInAs, startProvider } from '../testing/provider.ts'
import { cookiesFor } from './session-cookie.ts'
import { checkInterval } from './standing.ts'

const folder = mkdtempSync(join(tmpdir(), 'sessions-'))
const home = join(folder, 'home')
const listed = join(home, 'access', 'sessions')
const key = 'the key that both processes were given'
const question = '/v1/data/sentences?measure=persons&by=year&from=2022&to=2023'
const page = '/en/d/prison?level=officer'
const listeners = new Listeners()
const services: Service<never>[] = []
const logged: Record<string, unknown>[] = []
const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
const purpose = 'a report for the committee'
let restrictedUrl = ''
let [service, restricted]: [Service<'public'>?, Service<'analyst' | 'officer'>?] = []

interface Server {
  readonly urls: readonly string[]
  readonly changed: Changed
}
const servers: Record<string, Server> = {}

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  rmSync(join(home, 'access'), { recursive: true, force: true })
  restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  services.push(restricted as never, service as never)
  restrictedUrl = await listeners.start(makeOperatorApp(home, restricted, key))
  for (const introspection of ['none', 'activity', 'role'] as const) {
    const { issuer, changed } = await startProvider(listeners, introspection)
    const first = await serverOf(issuer)
    servers[introspection] = { urls: [first, await serverOf(issuer, first)], changed }
  }
})
afterAll(async () => {
  listeners.close()
  for (const one of services) await one.close()
  rmSync(folder, { recursive: true })
})

/** One process of a server: they share the home and the key, and nothing else. */
async function serverOf(issuer: string, publicUrl?: string, checkEvery = 0): Promise<string> {
  const handler: { app?: ReturnType<typeof makeApp> } = {}
  const url = await listeners.start((request, response) => handler.app?.(request, response))
  const signIn = makeSignIn({
    issuer,
    clientId: 'taraza',
    clientSecret,
    publicUrl: publicUrl ?? url,
    roleClaim: 'taraza_role',
    sessions: new SessionStore(listed),
    sharedKey: key,
    checkEvery,
    log,
  })
  const found = service as Service<'public'>
  const options = { signIn, restricted: { url: restrictedUrl, key }, pagesOfLevels: pagesOfLevels(found.catalog) }
  handler.app = makeApp(found, options, mountDashboards)
  return url
}

const serverNamed = (name: string) => {
  const { urls: [url = '', other = ''] = [], changed } = servers[name] ?? {}
  return { url, other, changed: changed as Changed }
}
const statusAt = async (address: string, cookie: string, headers = {}) =>
  (await fetch(address, { headers: { cookie, ...headers }, redirect: 'manual' })).status
const signedIn = async (url: string, cookie: string) =>
  ((await (await fetch(`${url}/signed-in`, { headers: { cookie } })).json()) as { who: string | null }).who

async function formOf(url: string, cookie: string): Promise<string> {
  const text = await (await fetch(`${url}/en/session`, { headers: { cookie } })).text()
  return /name="form" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

/** Sends a form of the session's page. */
async function send(url: string, path: string, cookie: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields)
  const answer = await fetch(url + path, { method: 'POST', headers: { cookie }, body, redirect: 'manual' })
  const [set = ''] = answer.headers.getSetCookie()
  return { status: answer.status, cookie: set.split(';')[0] ?? '', set }
}

describe('a session', () => {
  it('is a secret that only its browser has, on a list for the owner of the home alone', async () => {
    const { url, other } = serverNamed('none')
    const cookie = await signedInAs(url, 'analyst-asel')
    const [, secret = ''] = cookie.split('=')
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect([await signedIn(url, cookie), await signedIn(other, cookie)]).toEqual(Array(2).fill('oidc:analyst-asel'))
    expect(statSync(listed).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(listed)) {
      expect(statSync(join(listed, name)).mode & 0o777).toBe(0o600)
      expect(name + readFileSync(join(listed, name), 'utf8')).not.toContain(secret)
    }
  })

  it('ends in every process with the sign-out, for copies of its cookie too', async () => {
    const { url, other } = serverNamed('none')
    const cookie = await signedInAs(url, 'analyst-asel')
    expect(await statusAt(`${other}${question}&level=analyst`, cookie)).toBe(200)
    expect((await send(url, '/sign-out', cookie, { form: await formOf(url, cookie) })).status).toBe(303)
    for (const address of [url, other]) {
      expect(await signedIn(address, cookie)).toBeNull()
      expect(await statusAt(`${address}${question}&level=analyst`, cookie)).toBe(401)
    }
  })

  it('is changed by its own form only: no link, no form without its token, none of another session', async () => {
    const { url } = serverNamed('none')
    const [cookie, others] = [await signedInAs(url, 'officer-asel'), await signedInAs(url, 'officer-bek')]
    const foreign = await formOf(url, others)
    for (const path of ['/sign-out', '/sign-in/purpose']) {
      expect(await statusAt(url + path, cookie)).toBe(405)
      for (const form of ['', 'x', foreign, `${foreign}x`])
        expect([path, form, (await send(url, path, cookie, { form, purpose })).status]).toEqual([path, form, 403])
    }
    expect(await signedIn(url, cookie)).toBe('oidc:officer-asel')
  })

  it('is neither ended nor replaced by another site, whose requests come without its cookie', async () => {
    const { url } = serverNamed('none')
    expect(await send(url, '/sign-out', '', {})).toMatchObject({ status: 303, set: '' })
    const begin = async (site: string) => {
      const answer = await fetch(`${url}/sign-in`, { headers: { 'sec-fetch-site': site }, redirect: 'manual' })
      return [answer.status, answer.headers.get('location')?.startsWith('/'), answer.headers.getSetCookie().length]
    }
    expect(await begin('cross-site')).toEqual([303, true, 0])
    for (const site of ['same-origin', 'none']) expect(await begin(site)).toEqual([302, false, 1])
  })

  it('is over at its time, and forgotten at the next sign-in', async () => {
    const store = new SessionStore(join(folder, 'over'))
    const session = { who: 'oidc:a', role: 'analyst', checks: 'none', until: Date.now() - 1 } as const
    const id = store.begin(() => session)
    expect([store.find(id), readdirSync(join(folder, 'over')).length]).toEqual([undefined, 1])
    const next = store.begin(() => ({ ...session, until: Date.now() + 60_000 }))
    expect([store.find(next)?.who, readdirSync(join(folder, 'over')).length]).toEqual(['oidc:a', 1])
    expect([store.end(next), store.end(next), store.find(next)]).toEqual([true, false, undefined])
  })
})

describe('the purpose of exact figures', () => {
  it('is said in a form, holds for pages, and ends the cookie before', async () => {
    const { url } = serverNamed('none')
    const before = await signedInAs(url, 'officer-asel')
    expect(await statusAt(url + page, before)).toBe(403)
    const form = await formOf(url, before)
    expect((await send(url, '/sign-in/purpose', before, { form, purpose: 'short' })).status).toBe(403)
    const { status, cookie } = await send(url, '/sign-in/purpose', before, { form, purpose, lang: 'ru' })
    expect([status, await signedIn(url, before)]).toEqual([303, null])
    expect(await statusAt(url + page, cookie)).toBe(200)
    expect(auditedPurposes()).toContain(purpose)
  })

  it('is never taken from a link, and programs say it in a header', async () => {
    const { url } = serverNamed('none')
    const first = await signedInAs(url, 'officer-asel')
    const before = auditedPurposes().length
    expect(await statusAt(`${url}${page}&purpose=a+purpose+of+a+link`, first)).toBe(400)
    const { cookie } = await send(url, '/sign-in/purpose', first, { form: await formOf(url, first), purpose })
    for (const path of [page, '/en/explore?level=officer'])
      expect([path, await statusAt(`${url}${path}&purpose=a+purpose+of+a+link`, cookie)]).toEqual([path, 400])
    for (const more of ['', '&purpose=a+purpose+of+a+link'])
      expect(await statusAt(`${url}${question}&level=officer${more}`, cookie)).toBe(403)
    expect(
      auditedPurposes()
        .slice(before)
        .filter((said) => said?.includes('link')),
    ).toEqual([])
    const said = { 'taraza-purpose': 'of a program' }
    expect(await statusAt(`${url}${question}&level=officer`, cookie, said)).toBe(200)
  })
})

/** The purposes of all answers that were written down. */
function auditedPurposes(): readonly (string | null)[] {
  const folderOf = join(home, 'audit')
  const lines = readdirSync(folderOf).flatMap((name) => readFileSync(join(folderOf, name), 'utf8').trim().split('\n'))
  return lines.map((line) => (JSON.parse(line) as { purpose: string | null }).purpose)
}

describe('a role', () => {
  it('that is withdrawn at the provider ends, where the provider tells roles', async () => {
    const { url, other, changed } = serverNamed('role')
    const cookie = await signedInAs(url, 'analyst-asel')
    expect(await statusAt(`${url}${question}&level=analyst`, cookie)).toBe(200)
    changed.roles.set('analyst-asel', 'visitor')
    expect(await statusAt(`${other}${question}&level=analyst`, cookie)).toBe(401)
    expect(await signedIn(url, cookie)).toBeNull()
    expect(checkInterval).toBeLessThan(300_000)
  })

  it.each([
    ['role', 'withdrawn there, it ends here within five minutes'],
    ['activity', 'withdrawn there ends at the next sign-in'],
    ['none', 'ends here at the next sign-in'],
  ])('of a provider that tells "%s" ends when the page says', async (name, words) => {
    const { url } = serverNamed(name)
    const cookie = await signedInAs(url, 'steward-asel')
    expect(await (await fetch(`${url}/en/session`, { headers: { cookie } })).text()).toContain(words)
  })

  it('waits for a provider that is down, with the cause in the log; public pages do not', async () => {
    const { url, changed } = serverNamed('role')
    const cookie = await signedInAs(url, 'analyst-bek')
    changed.isBroken = true
    logged.length = 0
    const answer = await fetch(`${url}${question}&level=analyst`, { headers: { cookie } })
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'SIGN_IN_DOWN' })])
    expect(JSON.stringify(logged)).toMatch(/"cause":\["[^"]+"/)
    expect(await statusAt(url + question, cookie)).toBe(200)
    changed.isBroken = false
    expect(await statusAt(`${url}${question}&level=analyst`, cookie)).toBe(200)
  })

  it.each([
    ['fails', 500, '{}'],
    ['answers no JSON', 200, '<html>'],
    ['speaks of somebody else', 200, '{"active":true,"sub":"steward-other"}'],
  ])('is not given for hours where the provider %s at the sign-in', async (_, status, body) => {
    const { url, changed } = serverNamed('role')
    changed.introspection = { status, body }
    const cookie = await signedInAs(url, 'analyst-cholpon').catch(() => '')
    expect(await statusAt(`${url}${question}&level=analyst`, cookie)).toBe(401)
    changed.introspection = undefined
    const later = await signedInAs(url, 'analyst-cholpon')
    expect(await statusAt(`${url}${question}&level=analyst`, later)).toBe(200)
  })

  it('cannot be asked for at a provider that is not there: 503, and the cause in the log', async () => {
    const gone = new Listeners()
    const issuer = await gone.start(() => undefined)
    gone.close()
    const url = await serverOf(issuer)
    logged.length = 0
    expect(await statusAt(`${url}/sign-in`, '')).toBe(503)
    expect(JSON.stringify(logged)).toContain('ECONNREFUSED')
  })
})

describe('the cookies', () => {
  it('are bound to the host with https, and are sent with requests of this site only', async () => {
    const { session, pending, ofSession, ofPending } = cookiesFor('https://statistics.example.org')
    expect([session, pending]).toEqual(['__Host-taraza_session', '__Host-taraza_sign_in'])
    for (const options of [ofSession, ofPending])
      expect(options).toMatchObject({ secure: true, httpOnly: true, path: '/' })
    expect([ofSession.sameSite, ofSession.domain]).toEqual(['strict', undefined])
  })

  it('have no prefix over http, where browsers would not keep them', () => {
    const { session, ofSession } = cookiesFor('http://localhost:8080')
    expect([session, ofSession.secure]).toEqual(['taraza_session', false])
  })
})
