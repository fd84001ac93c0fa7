import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openApiDocument, publicOperations } from '../api/index.ts'
import { readConfiguration } from '../cli/configuration.ts'
import type { RunningServer } from '../cli/server/running-server.ts'
import { startServer } from '../cli/server/start-server.ts'
import { packagePath } from '../foundation/index.ts'
import { loadJurisdiction } from '../jurisdictions/index.ts'
import { buildCatalog } from '../warehouse/index.ts'
import { connect, type Taraza, TarazaFailure } from './index.ts'
import { namesOfOpenApi } from './names-of-openapi.ts'

let server: RunningServer
let taraza: Taraza
const run = promisify(execFile)
const closing: Server[] = []
const folder = mkdtempSync(join(tmpdir(), 'client-'))
beforeAll(async () => {
  server = await startServer(readConfiguration({ TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent' }))
  taraza = await connect(server.url)
})
afterAll(async () => {
  for (const other of closing) other.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

const failureOf = async (asked: Promise<unknown>): Promise<TarazaFailure> => {
  const failure = await asked.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failure instanceof TarazaFailure) return failure
  throw new Error('it should have failed with a reason', { cause: failure })
}

/** Another server than ours, on loopback. */
const otherServer = (answers: (path: string, count: number) => { status: number; type?: string; body: string }) => {
  let count = 0
  const other = createServer((request, response) => {
    const { status, type = 'application/json', body } = answers(request.url ?? '', count++)
    response.writeHead(status, { 'content-type': type, 'retry-after': '0' }).end(body)
  })
  closing.push(other)
  return new Promise<string>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(other.address() as { port: number }).port}`)),
  )
}

describe('the client', () => {
  it('asks a question and gets rows, an Arrow table and what belongs beside them', async () => {
    const { rows, table, about } = await taraza.query('sentences', {
      measure: ['persons'],
      by: ['year', 'sanction_class'],
      from: 2020,
      to: 2022,
      interval: 95,
    })
    const plain = await (
      await fetch(
        `${server.url}/v1/data/sentences?measure=persons&by=year,sanction_class&from=2020&to=2022&interval=95&lang=en`,
      )
    ).json()
    const columns: readonly string[] = plain.columns.map(({ name }: { name: string }) => name)
    expect(rows.map((row) => columns.map((name) => row[name]))).toEqual(plain.rows)
    expect(table.numRows).toBe(plain.rows.length)
    expect(about).toMatchObject({ release: taraza.release, unit: plain.unit, notes: plain.notes, synthetic: true })
  })

  it('reads all figures of one connection from one release, and tells when there is a newer one', async () => {
    expect(taraza.release).toBe('2026-Q3.1')
    const { about } = await taraza.as('2026-Q3.1').query('custody_stock', { measure: ['held'], by: ['year'] })
    expect(about.release).toBe('2026-Q3.1')
    expect(await taraza.newerRelease()).toBeUndefined()
    const later = await failureOf(taraza.as('2019-Q1.1').query('custody_stock', { measure: ['held'], by: ['year'] }))
    expect(later.message).toMatch(/release/i)
  })

  it('asks statistical methods', async () => {
    const trend = await taraza.statistics('trend', 'sentences', { measure: ['persons'], by: ['quarter'] })
    expect(trend.findings).toHaveLength(1)
    expect(trend.release).toBe(taraza.release)
  })

  it('answers in the language of the reader', async () => {
    const russian = await connect(server.url, { language: 'ru' })
    const { about } = await russian.query('sentences', { measure: ['persons'], by: ['year'] })
    expect(about.unit).toMatch(/[а-я]/)
  })

  it('carries what it says of its caller to no other server', async () => {
    const seen: (string | undefined)[] = []
    const target = createServer((request, response) => {
      seen.push(request.url)
      response.end('{}')
    })
    closing.push(target)
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
    const { port } = target.address() as { port: number }
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end()
    })
    closing.push(redirecting)
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(redirecting.address() as { port: number }).port}`
    const failure = await failureOf(connect(address, { level: 'officer', purpose: 'for the committee' }))
    expect([failure.code, seen]).toEqual(['UNREACHABLE', []])
  })

  it('offers names as the API has them today', () => {
    const catalog = buildCatalog(loadJurisdiction('kg'))
    expect(readFileSync(packagePath('client', 'names.ts'), 'utf8')).toBe(
      namesOfOpenApi(
        openApiDocument(publicOperations(catalog), catalog) as unknown as Parameters<typeof namesOfOpenApi>[0],
      ),
    )
  })

  it('is a package of its own that Node runs as it is', async () => {
    const out = join(packagePath('dist'), `client-${process.pid}`)
    try {
      await run(process.execPath, [packagePath('scripts', 'build-client.mjs'), out])
      const script = join(folder, 'first.mjs')
      writeFileSync(
        script,
        `import { connect } from ${JSON.stringify(join(out, 'index.js'))}
const taraza = await connect(${JSON.stringify(server.url)})
const { rows } = await taraza.query('sentences', { measure: ['persons'], by: ['year'] })
console.log(rows.length)`,
      )
      expect(Number((await run(process.execPath, [script])).stdout)).toBeGreaterThan(7)
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  })
})

describe('what the client says when there is no answer', () => {
  it('names what would be possible instead', async () => {
    const failure = await failureOf(taraza.query('sentences', { measure: ['person'], by: ['year'] }))
    expect(failure).toMatchObject({ status: 400, parameter: 'measure' })
    expect(failure.allowed).toContain('persons')
    expect(failure.message).toContain('persons')
  })

  it('tells a level that needs a token', async () => {
    const officer = failureOf(connect(server.url, { level: 'officer', purpose: 'a test' }))
    expect((await officer).status).toBeGreaterThanOrEqual(400)
    expect((await officer).message).toMatch(/level|token|sign/i)
  })

  it('says that nothing answers, and where', async () => {
    const failure = await failureOf(connect('http://127.0.0.1:9'))
    expect(failure).toMatchObject({ code: 'UNREACHABLE', status: undefined })
    expect(failure.message).toContain('127.0.0.1:9')
  })

  it('knows a server that is not ours, and one of another version', async () => {
    const page = await otherServer(() => ({ status: 404, type: 'text/html', body: '<p>no</p>' }))
    expect((await failureOf(connect(page))).code).toBe('NOT_TARAZA')
    const newer = await otherServer(() => ({ status: 200, body: JSON.stringify({ version: '7.2.0' }) }))
    const failure = await failureOf(connect(newer))
    expect([failure.code, failure.message]).toEqual(['CLIENT_TOO_OLD', expect.stringContaining('7.2.0')])
  })

  it('asks a busy server again, and gives up in the end', async () => {
    const busy = JSON.stringify({ code: 'TOO_BUSY', detail: 'Ask again later.' })
    const catalog = JSON.stringify({ version: '0.1.0', release: '2026-Q3.1', datasets: [] })
    const soon = await otherServer((_, count) =>
      count < 2 ? { status: 503, body: busy } : { status: 200, body: catalog },
    )
    expect((await connect(soon)).release).toBe('2026-Q3.1')
    const never = await otherServer(() => ({ status: 503, body: busy }))
    expect((await failureOf(connect(never, { retries: 1 }))).code).toBe('TOO_BUSY')
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('no longer needed'))
    await expect(taraza.query('sentences', { measure: ['persons'] }, { signal })).rejects.toThrow('no longer needed')
  })
})
