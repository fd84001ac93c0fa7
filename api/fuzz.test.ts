import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { mountDashboards } from '../dashboards/index.ts'
import { makeApp, makeService, type Service } from './index.ts'
import { describedBy } from './testing/described.ts'

const isLong = process.env['TARAZA_TEST'] === 'long'
const runs = isLong ? 100_000 : 3000
const batch = 50
const seed = 20_240_424
/** A question that nothing stops takes less; whatever takes longer hangs. */
const longest = 20_000
/** Of memory between a quarter of the way, when the server is warm, and the end. */
const maxGrowth = 200

let service: Service<'public'>
let server: Server
let port = 0
let seeds: readonly string[] = []
beforeAll(async () => {
  service = makeService({
    home: inject('kgHome'),
    jurisdiction: 'kg',
    levels: ['public'],
    log: pino({ level: 'silent' }),
  })
  const app = makeApp(service, {}, mountDashboards)
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  seeds = (await describedBy(app)).flatMap(({ examples }) => examples)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await service.close()
})

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Got {
  readonly status: number
  readonly type: string
  readonly text: string
}

function send({ method, path, headers, body }: Sent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { port, host: '127.0.0.1', method, path, headers, timeout: longest, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('latin1').on('data', (part: string) => {
          if (text.length < 5000) text += part
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
        )
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('the server hangs')))
    sent.on('error', (error) =>
      reject(new Error(`${error.message}: ${method} ${path} ${JSON.stringify(headers)} ${body}`)),
    )
    sent.end(body)
  })
}

/** Exactly these bytes on a connection, and the status of the answer, 0 when it was closed without one. */
function sendRaw(bytes: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setTimeout(longest, () => socket.destroy())
    socket.on('data', (part) => {
      text += part.toString('latin1')
      if (text.includes('\r\n')) socket.end()
    })
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)))
    socket.on('error', () => {})
    socket.write(bytes, 'latin1')
  })
}

/** What the standard of SDMX knows and this service does not is the only answer of 500 or more; nothing tells of the inside. */
function requireSound(request: Sent, { status, type, text }: Got): void {
  const isUnsupported = status === 501 && request.path.includes('sdmx')
  const said = `${status} for ${request.method} ${request.path} ${JSON.stringify(request.headers)}: ${text.slice(0, 300)}`
  if (status >= 500 && !isUnsupported) throw new Error(said)
  if (/node_modules|at \w+ \(|\.ts:\d+/.test(text)) throw new Error(said)
  if (status < 400 || !type.includes('json') || request.method === 'HEAD') return
  expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String) })
}

const nasty = [
  "'",
  '"; drop table counted.sentences; --',
  "' or 1=1 --",
  "select * from read_csv('/etc/passwd')",
  '../../etc/passwd',
  '%00',
  '%ff%fe',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '1e308',
  '9'.repeat(40),
  '*',
  '.',
  ',',
  ',,,,',
  '',
  '2020-13',
  '2020-Q9',
  '9999-12-31',
  '0000',
  '{7*7}',
  '{{7*7}}',
  '<script>',
  'a'.repeat(3000),
  'ү'.repeat(50),
  '[]',
  '[a][b]=1',
  'asOf',
  'level=officer',
  '%0d%0aSet-Cookie:%20x=1',
  'region',
  'KG-GB',
  'persons',
  '_T',
  '=',
  '&',
  '?',
  '#',
  '+',
]
const word = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.integer().map(String),
  fc.constantFrom(
    'measure',
    'by',
    'from',
    'to',
    'compare',
    'base',
    'interval',
    'sort',
    'limit',
    'offset',
    'format',
    'lang',
    'c[REGION]',
    'c[TIME_PERIOD]',
    'detail',
    'unit',
    'rule',
    'sex',
    'court',
  ),
  fc.constantFrom(
    'year',
    'quarter',
    'month',
    'offence',
    'sanction_class',
    'court',
    'arrow',
    'parquet',
    'xlsx',
    'jsonstat',
    'sdmx-json',
    'sdmx-csv',
    'previous',
    '2022',
    '2022-Q1',
  ),
)
const encodedWord = fc
  .tuple(word, fc.boolean())
  .map(([text, isRaw]) => (isRaw && /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text)))
/** An address that works, as it is or with pieces of it left out, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.nat(),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'insert', 'delete', 'double', 'parameter'), encodedWord), {
      maxLength: 4,
    }),
  )
  .map(([seed, edits]) => {
    let path = seeds[seed % seeds.length] ?? '/'
    for (const [place, how, text] of edits) {
      const parts = path.split(/([/?&=,])/)
      const at = place % parts.length
      if (how === 'parameter') path += `${path.includes('?') ? '&' : '?'}${text}=${parts[at] ?? ''}`
      else if (how === 'double') path += `&${path.split('?')[1] ?? text}`
      else parts.splice(at, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [text]))
      if (how !== 'parameter' && how !== 'double') path = parts.join('')
    }
    return (path.startsWith('/') ? path : `/${path}`).slice(0, 14_000)
  })
const random = fc.array(encodedWord, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`.slice(0, 14_000))
const headers = fc
  .dictionary(
    fc.constantFrom(
      'accept',
      'accept-language',
      'authorization',
      'if-none-match',
      'origin',
      'cookie',
      'taraza-spoken-for',
      'x-forwarded-for',
      'range',
      'taraza-purpose',
    ),
    fc.oneof(
      fc.constantFrom(
        '*/*',
        'text/csv',
        'image/png',
        'Bearer x',
        'Basic !!!',
        'Bearer taraza_00_x',
        '*',
        'xx;q=9',
        'taraza_session=a.b',
      ),
      fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '')),
    ),
    { maxKeys: 3 },
  )
  .map((entries) => entries as Record<string, string>)
const anything: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
  path: fc
    .oneof({ arbitrary: mutated, weight: 4 }, { arbitrary: random, weight: 1 })
    .map((path) => path.replaceAll(/[^\x21-\x7e]/g, '')),
  headers,
  body: fc.constantFrom('', '', '{"a":1}'),
})

describe(`${runs} random and mutated requests`, () => {
  it('give no answer of 500 or more but those that say why, no hang and no growth', async () => {
    const seen = new Map<number, number>()
    const memory: number[] = []
    for (let sent = 0; sent < runs; sent += batch) {
      const requests = fc.sample(anything, { numRuns: batch, seed: seed + sent })
      const answers = await Promise.all(requests.map(send))
      for (const [index, answer] of answers.entries()) {
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
        requireSound(requests[index] as Sent, answer)
      }
      memory.push(process.memoryUsage().rss / 2 ** 20)
    }
    const warm = memory[Math.floor(memory.length / 4)] ?? 0
    expect((memory.at(-1) ?? 0) - warm).toBeLessThan(maxGrowth)
    expect(seen.get(200) ?? 0).toBeGreaterThan(runs / 50)
    expect(seen.get(400) ?? 0).toBeGreaterThan(runs / 50)
  }, 3_000_000)

  it('that are no requests at all are refused or closed', async () => {
    const wrong = [
      'GET /v1/catalog HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n',
      'GET /v1/data/sentences?measure=persons\0 HTTP/1.1\r\nHost: a\r\n\r\n',
      `GET /v1/data/sentences?measure=${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: a\r\n${'X: yyyyyyyyyyyyyyyyyyyy\r\n'.repeat(1900)}\r\n`,
      'GET /v1/catalog HTTP/9.9\r\nHost: a\r\n\r\n',
      'NONSENSE\r\n\r\n',
      'GET /v1/catalog HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
      'POST /v1/catalog HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    ]
    for (const bytes of wrong) {
      const status = await sendRaw(bytes)
      expect([bytes.slice(0, 60), status === 0 || (status >= 400 && status < 500)]).toEqual([bytes.slice(0, 60), true])
    }
    expect((await send({ method: 'GET', path: '/health/live', headers: {}, body: '' })).status).toBe(200)
  })
})
