import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { TokenStore } from '#api'
import { packagePath } from '#foundation'
import { prepareHome } from '#warehouse'
import { readConfiguration } from '../configuration.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import type { RunningServer } from './running-server.ts'
import { startRestricted, startServer } from './start-server.ts'

let test: TestHome
let server: RunningServer | undefined
let child: ChildProcess | undefined
beforeEach(() => {
  test = testHome()
})
afterEach(async () => {
  child?.kill()
  await server?.close()
  server = undefined
  test.remove()
})

const get = async (path: string, headers: Record<string, string> = {}, url = server?.url) => {
  const answer = await fetch(`${url}${path}`, { headers, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const settled = { timeout: 15_000, interval: 100 }

/** Lays the public files of a release into the home, without the pointer that publishes it. */
function layRelease(): void {
  const shared = inject('kgHome')
  mkdirSync(test.home, { recursive: true })
  for (const name of ['home.json', 'releases']) cpSync(join(shared, name), join(test.home, name), { recursive: true })
}

const publish = () => cpSync(join(inject('kgHome'), 'RELEASE.json'), join(test.home, 'RELEASE.json'))

describe('a server before its first release', () => {
  it.each([
    ['/en/', 'en', 'No figures have been published yet'],
    ['/ru/d/prison?region=KG-C', 'ru', 'Данные ещё не опубликованы'],
    ['/ky/methods', 'ky', 'Маалымат азырынча жарыялана элек'],
    ['/', 'ky', 'Маалымат азырынча жарыялана элек'],
    ['/nothing/here', 'ky', 'Маалымат азырынча жарыялана элек'],
  ])('says so on each page, in its language: %s', async (path, language, says) => {
    server = await startServer(test.configuration)
    const { status, headers, text } = await get(path)
    expect([status, headers.get('content-language')]).toEqual([503, language])
    expect(text).toContain(`<h1>${says}</h1>`)
    expect(text).toContain(`<html lang="${language}">`)
    expect([headers.get('retry-after'), headers.get('x-robots-tag'), headers.get('cache-control')]).toEqual([
      expect.stringMatching(/^\d+$/),
      'noindex',
      'no-store',
    ])
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  it('follows the language that a browser asks for, and leads to the same place in others', async () => {
    server = await startServer(test.configuration)
    const asked = await get('/', { 'accept-language': 'ru-RU,ru;q=0.9' })
    expect([asked.headers.get('content-language'), asked.headers.get('vary')]).toEqual(['ru', expect.anything()])
    const { text } = await get('/en/d/prison')
    for (const href of ['/ky/d/prison', '/ru/d/prison', '/docs/']) expect(text).toContain(`href="${href}"`)
    const [, style = ''] = /href="(\/assets\/taraza\.css[^"]*)"/.exec(text) ?? []
    expect((await get(style)).status).toBe(200)
  })

  it('answers programs with a problem of its own', async () => {
    server = await startServer(test.configuration)
    for (const path of [
      '/v1/catalog',
      '/v1/data/sentences?measure=persons',
      '/openapi.json',
      '/sdmx/2.1/x',
      '/llms.txt',
    ]) {
      const { status, headers, text } = await get(path)
      expect([path, status, headers.get('content-type')]).toEqual([path, 503, expect.stringContaining('problem+json')])
      expect(JSON.parse(text)).toMatchObject({ code: 'NO_RELEASE_YET', type: '/problems/no-release-yet', status: 503 })
    }
  })

  it('lives, is not ready, and says what is missing next', async () => {
    server = await startServer(test.configuration)
    expect(await get('/health/live')).toMatchObject({ status: 200, text: '{"alive":true}' })
    const missing = async () => {
      const { status, text } = await get('/health/ready')
      return `${status} ${JSON.parse(text).detail}`
    }
    expect(await missing()).toMatch(/^503 .*taraza init/)
    prepareHome(test.home, 'kg')
    expect(await missing()).toMatch(/^503 .*taraza nightly/)
    writeFileSync(join(test.home, 'CURRENT.json'), '{}')
    expect(await missing()).toMatch(/^503 .*taraza release/)
    expect(await server.metrics()).toContain('taraza_http_requests_total{status="503"} 3')
  })

  it('is told of faults in the settings and the files of the country at its start', async () => {
    const settings = { TARAZA_HOME: test.home, PORT: '0', LOG_LEVEL: 'silent', TARAZA_OIDC_ISSUER: 'https://a.example' }
    await expect(startServer(readConfiguration(settings))).rejects.toMatchObject({ code: 'BAD_CONFIGURATION' })
    mkdirSync(test.home)
    writeFileSync(join(test.home, 'home.json'), '{"jurisdiction":"nowhere"}')
    await expect(startServer(test.configuration)).rejects.toMatchObject({ code: 'UNKNOWN_JURISDICTION' })
  })
})

describe('the first release', () => {
  it('is served by a server that was there before it, without a restart', async () => {
    server = await startServer(test.configuration)
    expect((await get('/en/')).status).toBe(503)
    layRelease()
    expect((await get('/en/')).status).toBe(503)
    publish()
    expect((await get('/en/')).status).toBe(200)
    expect((await get('/health/ready')).text).toBe('{"ready":true}')
    expect((await get('/v1/data/sentences?measure=persons&by=year')).status).toBe(200)
    expect((await get('/')).status).toBe(302)
    await vi.waitFor(async () => expect(await server?.metrics()).toContain('{status="200"}'), settled)
  })

  it('that is damaged is not served; it is as soon as it is mended', async () => {
    layRelease()
    const release = JSON.parse(readFileSync(join(inject('kgHome'), 'RELEASE.json'), 'utf8')).release
    const file = join(test.home, 'releases', release, 'public.duckdb')
    renameSync(file, `${file}.gone`)
    server = await startServer(test.configuration)
    publish()
    const { status, text } = await get('/health/ready')
    expect([status, JSON.parse(text).detail]).toEqual([503, expect.stringMatching(/cannot be served \(\w+\)/)])
    expect(text).not.toContain(test.home)
    expect((await get('/en/')).text).toContain('No figures have been published yet')
    renameSync(`${file}.gone`, file)
    await vi.waitFor(async () => expect((await get('/en/')).status).toBe(200), settled)
  })
})

describe('the restricted listener before there is a home', () => {
  it('has metrics for stewards, and becomes the whole one when the home is there', async () => {
    const { token } = new TokenStore(test.home).create({ name: 'prometheus', role: 'steward', days: 1 }, new Date())
    const headers = { authorization: `Bearer ${token}` }
    const letsGo = vi.spyOn(process.channel ?? { unref() {} }, 'unref')
    server = await startRestricted(test.configuration)
    // Whether its process goes on is for whoever began it: this one has other tests to run.
    expect(letsGo).not.toHaveBeenCalled()
    expect((await get('/health/live')).status).toBe(200)
    expect((await get('/metrics')).status).toBe(401)
    expect(await get('/metrics', headers)).toMatchObject({
      status: 200,
      text: expect.stringContaining('taraza_disk_free_bytes'),
    })
    expect((await get('/en/runs', headers)).text).toContain('NO_RELEASE_YET')
    prepareHome(test.home, 'kg')
    expect((await get('/en/runs', headers)).status).toBe(200)
  })
})

describe('a server whose release becomes unreadable', () => {
  it('answers 503, also for what it remembers, and goes on as soon as the release is back', async () => {
    layRelease()
    publish()
    server = await startServer(test.configuration)
    const paths = ['/en/', '/en/', '/ru/methods', '/v1/data/sentences?measure=persons', '/health/ready']
    const statuses = async () => {
      const seen: number[] = []
      for (const path of paths) seen.push((await get(path)).status)
      return seen
    }
    expect(await statuses()).toEqual(paths.map(() => 200))
    const pointer = join(test.home, 'RELEASE.json')
    for (const damage of [() => writeFileSync(pointer, '{'), () => rmSync(pointer)]) {
      damage()
      await vi.waitFor(async () => expect(await statuses()).toEqual(paths.map(() => 503)), settled)
      publish()
      await vi.waitFor(async () => expect(await statuses()).toEqual(paths.map(() => 200)), settled)
    }
  })
})

describe('"taraza serve" without a home', () => {
  it('serves, and says on the terminal what is missing and where the data directory will be', async () => {
    const env = { ...process.env, TARAZA_HOME: test.home, PORT: '0', LOG_LEVEL: 'silent', TARAZA_OPERATOR_PORT: '0' }
    child = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'serve'], { env })
    let said = ''
    child.stdout?.on('data', (text) => (said += text))
    await vi.waitFor(() => expect(said).toContain('Data directory'), settled)
    const [, url = ''] = /ready: (\S+)/.exec(said) ?? []
    expect(said).toMatch(/taraza init.*\n?.*Data directory: \S+home/)
    expect((await get('/en/', {}, url)).status).toBe(503)
    expect(existsSync(test.home)).toBe(false)
    layRelease()
    publish()
    expect((await get('/en/', {}, url)).status).toBe(200)
  })

  it('ends when its port is in use, with the restricted process that it started', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const PORT = String((other.address() as AddressInfo).port)
    const env = { ...process.env, TARAZA_HOME: test.home, PORT, TARAZA_HOST: '127.0.0.1', TARAZA_OPERATOR_PORT: '0' }
    child = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'serve'], { env })
    let said = ''
    child.stderr?.on('data', (text) => (said += text))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toContain('[PORT_TAKEN]')
    other.close()
  }, 60_000)
})
