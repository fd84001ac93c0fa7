import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { makeService, type Service, TokenStore } from '#api'
import { packagePath } from '#foundation'
import type { Question } from '#warehouse'

let server: ChildProcess | undefined
afterEach(() => server?.kill())

/** Starts the public server of a home as a process of its own; returns its address, and that of the restricted listener. */
async function serve(home: string, environment = {}): Promise<{ url: string; restrictedUrl: string | undefined }> {
  const env = { ...process.env, TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent', ...environment }
  server = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'serve'], { env })
  return await new Promise((resolve, reject) => {
    let said = ''
    server?.stdout?.on('data', (text) => {
      said += text
      const [, url] = /ready: (\S+)/.exec(said) ?? []
      if (url !== undefined) resolve({ url, restrictedUrl: /machine: (\S+)/.exec(said)?.[1] })
    })
    server?.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

function filesHeldBy({ pid }: ChildProcess): readonly string[] {
  const folder = join('/proc', String(pid), 'fd')
  return readdirSync(folder).flatMap((handle) => {
    try {
      return [readlinkSync(join(folder, handle))]
    } catch {
      return []
    }
  })
}

describe('the public server', () => {
  it.skipIf(process.platform !== 'linux')('opens the public file of the release and no other of the home', async () => {
    const home = inject('kgHome')
    const { url } = await serve(home)
    const question = '/v1/data/sentences?measure=persons&by=year'
    const paths = ['/en/', '/en/methods', question, `${question}&level=officer`]
    const answers = await Promise.all(paths.map((path) => fetch(url + path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403])
    const stored = filesHeldBy(server as ChildProcess).filter((file) => file.startsWith(home))
    expect(stored.length).toBeGreaterThan(0)
    expect(stored.filter((file) => !/\/releases\/[^/]+\/public\.duckdb$/.test(file))).toEqual([])
  })

  it('tells the restricted listener how many requests it answered, replaces it when it was killed, and takes it along when it stops', async () => {
    const home = mkdtempSync(join(tmpdir(), 'public-process-'))
    cpSync(inject('kgHome'), home, { recursive: true })
    const { token } = new TokenStore(home).create({ name: 'prometheus', role: 'steward', days: 1 }, new Date())
    const { url, restrictedUrl } = await serve(home, { TARAZA_OPERATOR_PORT: '0' })
    await fetch(`${url}/v1/nothing`)
    const metrics = async () =>
      await (await fetch(`${restrictedUrl}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text()
    await vi.waitFor(async () => expect(await metrics()).toContain('taraza_http_requests_total{status="404"} 1'), {
      timeout: 15_000,
      interval: 500,
    })
    if (process.platform === 'linux') {
      const [child] = readFileSync(`/proc/${server?.pid}/task/${server?.pid}/children`, 'utf8').split(' ')
      process.kill(Number(child), 'SIGKILL')
      await expect(metrics()).rejects.toThrow('fetch failed')
      await vi.waitFor(async () => expect(await metrics()).toContain('taraza'), { timeout: 20_000, interval: 500 })
    }
    const ended = once(server as ChildProcess, 'exit')
    server?.kill('SIGTERM')
    await ended
    await expect(metrics()).rejects.toThrow('fetch failed')
    rmSync(home, { recursive: true })
  })

  it.skipIf(process.platform !== 'linux')(
    'is several processes where it is told so, and replaces one that was killed',
    async () => {
      const home = inject('kgHome')
      const { url } = await serve(home, { TARAZA_WORKERS: '2' })
      const workers = () =>
        readFileSync(`/proc/${server?.pid}/task/${server?.pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
      const first = workers()
      expect(first).toHaveLength(2)
      const bytes = async () => {
        const answer = await fetch(`${url}/v1/data/sentences?measure=persons&by=year`, {
          headers: { connection: 'close' },
        })
        return `${answer.status} ${answer.headers.get('etag')} ${await answer.text()}`
      }
      const answers = new Set(await Promise.all(Array.from({ length: 12 }, bytes)))
      expect([answers.size, [...answers][0]]).toEqual([1, expect.stringMatching(/^200 /)])
      process.kill(first[0] ?? 0, 'SIGKILL')
      await vi.waitFor(() => expect(workers().filter((pid) => !first.includes(pid))).toHaveLength(1), {
        timeout: 20_000,
      })
      expect(answers).toContain(await bytes())
      const ended = once(server as ChildProcess, 'exit')
      server?.kill('SIGTERM')
      await ended
      await expect(bytes()).rejects.toThrow('fetch failed')
    },
  )

  it('of several processes ends when they cannot serve, and says why', async () => {
    const taken = createServer().listen(0)
    const { port } = taken.address() as AddressInfo
    const ended = serve(inject('kgHome'), { TARAZA_WORKERS: '2', PORT: String(port), TARAZA_HOST: '::' })
    await expect(ended).rejects.toThrow('ended with 1')
    taken.close()
  })

  it.each([
    { TARAZA_RESTRICTED_URL: 'http://10.0.0.1:9091' },
    { TARAZA_RESTRICTED_URL: 'http://user:word@127.0.0.1:9091' },
    { TARAZA_RESTRICTED_URL: 'http://127.0.0.1:9091/path', TARAZA_WORKERS: '2' },
    { TARAZA_INTERNAL_SECRET: 'short' },
  ])('does not start with %j', async (settings) => {
    const started = serve(inject('kgHome'), { TARAZA_INTERNAL_SECRET: 'k'.repeat(32), ...settings })
    await expect(started).rejects.toThrow('ended with 1')
  })

  it('of several processes hands on what only the restricted process knows, each time anew', async () => {
    const home = mkdtempSync(join(tmpdir(), 'public-process-'))
    cpSync(inject('kgHome'), home, { recursive: true })
    const { token } = new TokenStore(home).create({ name: 'asel', role: 'analyst', days: 1 }, new Date())
    const { url } = await serve(home, { TARAZA_OPERATOR_PORT: '0', TARAZA_WORKERS: '2' })
    const headers = { authorization: `Bearer ${token}`, connection: 'close' }
    for (const path of ['/v1/data/sentences?measure=persons&by=year&', '/en/explore?', '/ru/d/prison?'])
      for (let time = 0; time < 4; time++) {
        const { status } = await fetch(`${url}${path}level=analyst`, { headers })
        expect([path, status]).toEqual([path, 200])
      }
    const ended = once(server as ChildProcess, 'exit')
    server?.kill('SIGTERM')
    await ended
    rmSync(home, { recursive: true })
  })

  it('shows a page of another level to whoever may see it, for no other use, and writes down what was asked', async () => {
    const home = mkdtempSync(join(tmpdir(), 'public-process-'))
    cpSync(inject('kgHome'), home, { recursive: true })
    const tokenOf = (role: 'analyst' | 'officer') =>
      new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token
    const [officer, analyst] = [tokenOf('officer'), tokenOf('analyst')]
    const { url } = await serve(home, { TARAZA_OPERATOR_PORT: '0' })
    const read = async (path: string, token?: string, more = {}) => {
      const response = await fetch(
        url + path,
        token === undefined ? {} : { headers: { authorization: `Bearer ${token}`, ...more } },
      )
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    const audited = () =>
      readdirSync(join(home, 'audit'))
        .map((name) => readFileSync(join(home, 'audit', name), 'utf8'))
        .join('')
        .split('\n').length
    const before = existsSync(join(home, 'audit')) ? audited() : 1
    const purpose = { 'taraza-purpose': encodeURIComponent('текшерүү үчүн керек') }
    const page = await read('/en/d/prison?level=officer', officer, purpose)
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect(page.text).toContain('Not for publication')
    expect(page.text).not.toContain('Protected figures')
    for (const away of ['/v1/charts/', '/embed/', '/v1/packs/', 'data-chart=']) expect(page.text).not.toContain(away)
    expect(page.text).toContain(`href="/en/d/why?level=officer`)
    expect(audited() - before).toBeGreaterThanOrEqual(6)
    expect((await read('/en/d/prison')).text).not.toContain('Not for publication')
    const explored = '/en/explore?dataset=custody_stock&measure=held&by=quarter'
    expect((await read(`${explored}&level=analyst`, analyst)).text).toContain('with noise')
    for (const [path, token, status] of [
      ['/en/d/prison?level=officer', undefined, 401],
      ['/en/d/prison?level=officer', officer, 403],
      ['/en/d/prison?level=officer&purpose=said+in+a+link', officer, 400],
      ['/en/d/prison?level=officer', analyst, 403],
      ['/en/d/prison?level=all', officer, 400],
      ['/v1/charts/prison-held.svg?level=officer', officer, 403],
      ['/embed/prison-held?level=officer', officer, 403],
    ] as const) {
      const refused = await read(path, token)
      expect([path, refused.status]).toEqual([path, status])
      expect(refused.text).not.toContain('<svg')
    }
    rmSync(home, { recursive: true })
  })

  it('has no words for the facts: a question of another level does not compile', () => {
    // Never called: the compiler is what is tested.
    const ask = (service: Service<'public'>, question: Question, signal: AbortSignal) => [
      service.pin('public').ask(question, signal),
      // @ts-expect-error there is no version of the facts
      service.pin('officer').ask(question, signal),
    ]
    const restricted = makeService<'analyst' | 'officer'>
    // @ts-expect-error pages and routes of the public take no service of the facts
    const mount: (service: ReturnType<typeof restricted>) => unknown = (service: Service<'public'>) => service
    expect([ask, mount]).toHaveLength(2)
  })
})
