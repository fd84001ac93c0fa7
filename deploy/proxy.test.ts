import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { packagePath } from '#foundation'
import { readConfiguration } from '../cli/configuration.ts'
import type { RunningServer } from '../cli/server/running-server.ts'
import { startServer } from '../cli/server/start-server.ts'

const isThere = (program: string, ...words: string[]) => spawnSync(program, words).error === undefined
const canRun = isThere('nginx', '-v') && isThere('openssl', 'version')

const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
const servers: RunningServer[] = []
let proxy: ChildProcess
let port: number

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = server.address() as { port: number }
      server.close(() => resolve(found))
    })
  })
}

/** The file of the repository, with the addresses of this test in the places that an operator changes. */
function configuration(): string {
  const list = servers.map(({ url }) => `server ${new URL(url).host.replace('localhost', '127.0.0.1')} max_fails=0;`)
  const site = readFileSync(packagePath('deploy', 'nginx', 'taraza.conf'), 'utf8')
    .replace('server 127.0.0.1:8080 max_fails=0;', list.join('\n'))
    .replaceAll('/etc/nginx/taraza/', `${folder}/`)
    .replace('/var/cache/taraza-nginx', `${folder}/cache`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
  return `daemon off; user ${userInfo().username}; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/temp; ${site} }`
}

const get = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    request(
      { port, path, headers: { host: 'statistics.example.org', ...headers }, rejectUnauthorized: false },
      (answer) => {
        let text = ''
        answer.on('data', (part) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
      .on('error', reject)
      .end()
  })

describe.skipIf(!canRun)('the proxy in front of two servers', () => {
  beforeAll(async () => {
    const settings = {
      ...{ TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent', TARAZA_TRUSTED_PROXIES: '1' },
      // A provider that does not answer.
      ...{ TARAZA_OIDC_ISSUER: 'http://127.0.0.1:1', TARAZA_OIDC_CLIENT_SECRET: 'a secret of the test' },
      TARAZA_PUBLIC_URL: 'https://statistics.example.org',
    }
    for (let at = 0; at < 2; at++) servers.push(await startServer(readConfiguration(settings)))
    port = await freePort()
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1']
    execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, configuration())
    proxy = spawn('nginx', ['-c', file, '-p', folder], { stdio: 'ignore' })
    await vi.waitFor(async () => expect((await get('/health/ready')).status).toBe(200), { timeout: 15_000 })
  })
  afterAll(async () => {
    proxy?.kill()
    await Promise.all(servers.map((server) => server.close()))
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps public answers for a few seconds, each language and format by itself', async () => {
    const question = '/v1/data/sentences?measure=persons&by=year'
    const answers = [await get(question), await get(question)]
    expect(answers.map(({ status, headers }) => [status, headers['x-cache']])).toEqual([
      [200, 'MISS'],
      [200, 'HIT'],
    ])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect(answers.map(({ headers }) => typeof headers['ratelimit'])).toEqual(['string', 'undefined'])
    const other = await get(question, { accept: 'text/csv' })
    expect([other.headers['x-cache'], String(other.headers['content-type'])]).toEqual([
      'MISS',
      expect.stringContaining('csv'),
    ])
    const known = await get(question, { 'if-none-match': String(answers[0]?.headers['etag']) })
    expect([known.status, known.text]).toEqual([304, ''])
  })

  it('keeps nothing of whoever carries a token or asks at a level', async () => {
    const question = '/v1/data/sentences?measure=persons&by=quarter'
    for (const [path, headers] of [
      [question, { authorization: 'Bearer nothing' }],
      [question, { cookie: 'taraza_session=x' }],
      [question, { cookie: 'a=b; __Host-taraza_session=x' }],
      [`${question}&level=officer`, {}],
    ] as const) {
      const [first, second] = [await get(path, headers), await get(path, headers)]
      expect([first.headers['x-cache'], second.headers['x-cache']]).toEqual(['BYPASS', 'BYPASS'])
    }
    expect((await get(question)).headers['x-cache']).toBe('MISS')
  })

  it('leaves no server out for what both refuse: a provider that is down takes no figure away', async () => {
    for (let at = 0; at < 8; at++) expect((await get('/sign-in')).status).toBe(503)
    for (let at = 0; at < 8; at++)
      expect((await get(`/v1/data/sentences?measure=persons&by=region&limit=${at + 1}`)).status).toBe(200)
  })

  it('goes on when one server ends', async () => {
    await servers.pop()?.close()
    for (let at = 0; at < 6; at++) {
      const { status } = await get(`/v1/data/sentences?measure=persons&by=year&limit=${100 + at}`)
      expect(status).toBe(200)
    }
  })
})
