import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { readConfiguration } from '../../cli/configuration.ts'
import type { RunningServer } from '../../cli/server/running-server.ts'
import { startServer } from '../../cli/server/start-server.ts'

/** Where browsers are: the one that is named, or Debian's. */
const executablePath = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)
export const hasBrowser = executablePath !== undefined
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Seen {
  readonly errors: string[]
  readonly origins: Set<string>
}

export interface VisitOptions {
  readonly width?: number
  readonly javaScriptEnabled?: boolean
}

type Use<T> = (page: Page, seen: Seen) => Promise<T>

async function startBrowser(): Promise<Browser | undefined> {
  return executablePath === undefined ? undefined : await chromium.launch({ executablePath, args: quietly })
}

async function visitPage<T>(
  browser: Browser | undefined,
  address: string,
  { width = 1280, javaScriptEnabled = true, password }: VisitOptions & { readonly password?: string },
  use: Use<T>,
): Promise<T> {
  if (browser === undefined) throw new Error('there is no browser')
  const signedIn = password === undefined ? {} : { httpCredentials: { username: 'any', password } }
  const viewport = { width, height: 900 }
  const context = await browser.newContext({ viewport, javaScriptEnabled, bypassCSP: false, ...signedIn })
  const page = await context.newPage()
  const seen: Seen = { errors: [], origins: new Set() }
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()))
  page.on('pageerror', (error) => seen.errors.push(error.message))
  page.on(
    'request',
    (request) => void (request.url().startsWith('data:') || seen.origins.add(new URL(request.url()).origin)),
  )
  try {
    await page.goto(address)
    return await use(page, seen)
  } finally {
    await context.close()
  }
}

/** A browser that visits a restricted listener with a token as its password, for the tests of one file. */
export function restrictedVisits(listener: () => { readonly url: string; readonly token: string }) {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => await browser?.close())
  return async <T>(path: string, options: VisitOptions, use: Use<T>): Promise<T> => {
    const { url, token } = listener()
    return await visitPage(browser, url + path, { ...options, password: token }, use)
  }
}

/** A public server of a home, the shared one unless another is named, and a browser that visits it, for the tests of one file. */
export function pagesOfHome(homeOf = () => inject('kgHome')) {
  let server: RunningServer
  let browser: Browser | undefined
  beforeAll(async () => {
    server = await startServer(readConfiguration({ TARAZA_HOME: homeOf(), PORT: '0', LOG_LEVEL: 'silent' }))
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
  })
  const visit = async <T>(path: string, use: Use<T>, options: VisitOptions = {}) =>
    await visitPage(browser, server.url + path, options, use)
  return { url: () => server.url, visit }
}

/** What the accessibility checker finds on a page whose folded parts are open. */
export async function faultsOf(page: Page): Promise<readonly unknown[]> {
  await page.$$eval('details', (all) => {
    for (const details of all) details.setAttribute('open', '')
  })
  // Our policy forbids inline scripts, so the checker goes in through the debugging protocol.
  await page.evaluate(axe)
  return await page.evaluate(async () => {
    const { violations } = await (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe.run()
    return violations.map(({ id, nodes }) => [id, nodes[0]?.html])
  })
}
