import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { makeApp, makeService, receivedCostPerMegabyte, type Service } from '#api'
import { watched } from '../api/testing/watched.ts'
import { mountDashboards } from './index.ts'
import { sealSvg } from './proof/carriers.ts'
import type { Manifest } from './proof/manifest.ts'
import { openFile } from './proof/open-file.ts'
import { readSeal, sealerFor } from './proof/seal.ts'
import { rotateSigningKey, type SigningKey, signingKeyIn } from './proof/signing-key.ts'

const home = join(mkdtempSync(join(tmpdir(), 'once-')), 'home')
let service: Service<'public'>
let app: ReturnType<typeof makeApp>
let manifest: Manifest
let asked = 0

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const created = makeService({ home, jurisdiction: 'kg', levels: ['public'], log: pino({ level: 'silent' }) })
  service = watched(created, () => {
    asked += 1
  })
  app = makeApp(service, {}, mountDashboards)
  const chart = await request(app).get('/v1/charts/prison-held.svg')
  manifest = readSeal(openFile(chart.body).seal ?? '').manifest
})
afterAll(async () => {
  await service.close()
  rmSync(join(home, '..'), { recursive: true })
})
beforeEach(() => {
  asked = 0
})

/** A file with a manifest and a text of its own. */
const fileOf = (stored: Manifest, key: SigningKey, text = '') =>
  sealSvg(`<svg xmlns="http://www.w3.org/2000/svg"><text>${text}</text></svg>`, sealerFor(stored, key))
const verified = async (file: string) => (await request(app).post('/v1/verify').type('image/svg+xml').send(file)).body
const own = () => signingKeyIn(service.signingFolder)

/** Claims of one question or of many. */
function claims(count: number, isSame: boolean): Manifest {
  const [figure] = manifest.figures
  if (figure === undefined) throw new Error('the chart has a figure')
  const figures = Array.from({ length: count }, (_, at) => ({
    ...figure,
    name: `figure ${at}`,
    parameters: isSame ? figure.parameters : { ...figure.parameters, limit: String(at + 1) },
  }))
  return { ...manifest, figures }
}

describe('a file that is checked', () => {
  it('asks no question when somebody else has signed it, however much it claims', async () => {
    const foreign = signingKeyIn(join(home, '..', 'foreign'))
    const proof = await verified(fileOf(claims(500, false), foreign))
    expect(proof).toMatchObject({ verdict: 'foreign', origin: 'other', figures: [] })
    expect(asked).toBe(0)
  })

  it('asks no question when its signature does not fit', async () => {
    const file = fileOf(claims(3, false), own()).replace('</text>', 'changed</text>')
    expect(await verified(file)).toMatchObject({ verdict: 'altered', because: 'content' })
    expect(asked).toBe(0)
  })

  it('asks each of its questions once', async () => {
    const proof = await verified(fileOf(claims(500, true), own()))
    expect([proof.verdict, proof.figures.length, asked]).toEqual(['unchanged', 500, 1])
  })

  it('costs what came of it each time that it is sent, also when it is not ours', async () => {
    const limited = makeApp(service, { trustedProxies: 1, costPerMinute: 600 }, mountDashboards)
    const megabytes = 12
    const left = async () => {
      const sent = request(limited).post('/v1/verify').type('application/pdf').set('X-Forwarded-For', '192.0.2.1')
      const { headers } = await sent.send(Buffer.alloc(megabytes * 2 ** 20))
      return Number(/r=(\d+)/.exec(headers['ratelimit'] ?? '')?.[1])
    }
    expect((await left()) - (await left())).toBeGreaterThan((megabytes * receivedCostPerMegabyte) / 2)
  })

  it('costs once, also when many send it at once, and as another file with the same figures', async () => {
    const stored = claims(7, false)
    const file = fileOf(stored, own(), 'many')
    const proofs = await Promise.all(Array.from({ length: 5 }, () => verified(file)))
    expect(asked).toBe(7)
    for (const proof of [...proofs, await verified(file), await verified(fileOf(stored, own(), 'another'))])
      expect(proof).toEqual(proofs[0])
    expect(asked).toBe(7)
  })

  it('that is an answer of the API asks its one question', async () => {
    const { text } = await request(app).get('/v1/data/custody_stock?measure=held&by=year,status')
    asked = 0
    const { body } = await request(app).post('/v1/verify').type('text').send(text)
    expect([body.verdict, body.origin, asked]).toEqual(['unchanged', 'not_proven', 1])
  })

  it('that is an answer tells what the release says of itself, and is altered when a member stands in it twice', async () => {
    const { text } = await request(app).get('/v1/data/custody_stock?measure=held&by=year')
    const sent = async (file: string) => (await request(app).post('/v1/verify').type('text').send(file)).body
    const { synthetic } = JSON.parse(text)
    const falsified = text.replace(`"synthetic":${synthetic}`, `"synthetic":${!synthetic}`)
    expect(falsified).not.toBe(text)
    expect(await sent(falsified)).toMatchObject({ verdict: 'unchanged', file: { synthetic } })
    for (const doubled of ['"rows":[["2024",7]],', '"dataset":"custody",'])
      expect(await sent(text.replace('{', `{${doubled}`))).toMatchObject({ verdict: 'altered', because: 'content' })
    expect(await sent(JSON.stringify(JSON.parse(text), null, 2))).toMatchObject({ verdict: 'unchanged' })
  })

  it('is not vouched for from the moment that its key is revoked, also when it was checked before', async () => {
    const file = fileOf(manifest, own(), 'revoked')
    expect(await verified(file)).toMatchObject({ origin: 'proven' })
    rotateSigningKey(service.signingFolder, new Date(), { compromised: true })
    expect(await verified(file)).toMatchObject({ verdict: 'foreign', origin: 'revoked', figures: [] })
    expect((await request(app).get('/v1/signing-key')).body.revokedKeys).toHaveLength(1)
  })
})
