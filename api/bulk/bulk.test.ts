import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { gunzipSync, strFromU8, unzipSync } from 'fflate'
import supertest from 'supertest'
import { afterAll, describe, expect, it } from 'vitest'
import { Engine, selectRow } from '#foundation'
import { sharedFolder } from '../../cli/testing/homes.ts'
import { publicApp } from '../testing/public-app.ts'

const { app } = publicApp()
const schemas = sharedFolder('schemas')
const folder = mkdtempSync(join(tmpdir(), 'bulk-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bytes = async (path: string) => {
  const response = await supertest(app())
    .get(path)
    .buffer(true)
    .parse((from, done) => {
      const parts: Buffer[] = []
      from.on('data', (part: Buffer) => parts.push(part))
      from.on('end', () => done(null, Buffer.concat(parts)))
    })
  return { status: response.status, body: response.body as Buffer, headers: response.headers }
}

describe('bulk', () => {
  it('has every public cube, and each adds up to what the API answers', async () => {
    const { body } = await supertest(app()).get('/v1/bulk')
    expect(body.cubes.length).toBeGreaterThan(15)
    const file = join(folder, 'sentences.parquet')
    writeFileSync(file, (await bytes('/v1/bulk/sentences.parquet')).body)
    const engine = await Engine.open()
    const { n, years } = await engine.withConnection((connection) =>
      selectRow<{ n: number; years: number }>(
        connection,
        `select sum(n)::integer as n, count(distinct left(month, 4))::integer as years from read_parquet('${file}') where month < '2026'`,
      ),
    )
    engine.close()
    const answer = await supertest(app()).get('/v1/data/sentences?measure=persons&by=year&to=2025')
    expect([years, n]).toEqual([8, answer.body.rows.reduce((sum: number, row: number[]) => sum + Number(row[1]), 0)])
  })

  it('is the same rows as CSV, in the order of their codes, and the same bytes again', async () => {
    const first = await bytes('/v1/bulk/custody_stock.csv.gz')
    const lines = strFromU8(gunzipSync(first.body)).trim().split('\r\n')
    expect(lines[0]).toBe('quarter,status,sex,broad_age,n')
    expect(lines[1]).toMatch(/^2018-Q1,\w+,[FM],\w+,\d+$/)
    expect((await bytes('/v1/bulk/custody_stock.csv.gz')).body.equals(first.body)).toBe(true)
    expect(first.headers['content-disposition']).toContain('custody_stock_2026-Q3.1.csv.gz')
  })

  it.skipIf(schemas === undefined)('describes every dataset as the profiles of Data Package 2.0 ask', async () => {
    const ajv = new Ajv({ strict: false })
    addFormats.default(ajv)
    ajv.addFormat('textarea', true)
    const validate = ajv.compile(
      JSON.parse(readFileSync(join(schemas ?? '', 'datapackage-2.0', 'datapackage.json'), 'utf8')),
    )
    const { body } = await supertest(app()).get('/v1/bulk')
    for (const { file } of body.datasets) {
      const files = unzipSync(new Uint8Array((await bytes(file)).body))
      validate(JSON.parse(strFromU8(files['datapackage.json'] ?? new Uint8Array())))
      expect([file, validate.errors]).toEqual([file, null])
    }
  })

  it('describes a dataset as a package whose columns, codes and keys fit', async () => {
    const files = unzipSync(new Uint8Array((await bytes('/v1/bulk/supervision.zip')).body))
    const { resources } = JSON.parse(strFromU8(files['datapackage.json'] ?? new Uint8Array()))
    expect(resources.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['supervision-entries', 'supervision-exits', 'codes-region']),
    )
    const codes = new Map<string, Set<string>>()
    const linesOf = (path: string) =>
      strFromU8(files[path] ?? new Uint8Array())
        .trim()
        .split('\r\n')
    for (const { name, path } of resources)
      codes.set(name, new Set(linesOf(path).map((line) => line.split(',')[0] ?? '')))
    for (const { path, schema } of resources) {
      const [head = '', ...rows] = linesOf(path)
      expect(head.split(',')).toEqual(schema.fields.map(({ name }: { name: string }) => name))
      for (const { fields, reference } of schema.foreignKeys ?? []) {
        const at = head.split(',').indexOf(fields[0])
        expect(rows.every((row) => codes.get(reference.resource)?.has(row.split(',')[at] ?? ''))).toBe(true)
      }
    }
    expect(strFromU8(files['README.ky.md'] ?? new Uint8Array())).toContain('Синтетикалык')
  })

  it('is of a release that one may name, and of nothing that is not public', async () => {
    expect((await bytes('/v1/bulk/sentences.parquet?asOf=2026-Q3.1')).status).toBe(200)
    for (const [path, status] of [
      ['/v1/bulk/sentences.parquet?asOf=2020-01-01', 404],
      ['/v1/bulk/sentences.parquet?level=officer', 403],
      ['/v1/bulk/sentences.xlsx', 404],
      ['/v1/bulk/supervision.parquet', 404],
      ['/v1/bulk/facts.parquet', 404],
      ['/v1/bulk/..%2f..%2fsecrets.zip', 404],
      ['/v1/bulk/sentences.zip?asOf=a%20b', 400],
    ] as const)
      expect([path, (await bytes(path)).status]).toEqual([path, status])
  })
})

describe('the feed of releases', () => {
  it('names each release with its day', async () => {
    const { text, headers } = await supertest(app()).get('/v1/releases.atom').buffer(true)
    expect(headers['content-type']).toContain('atom')
    expect(text).toMatch(/<entry><id>urn:taraza:kg:release:2026-Q3.1<\/id>.*<updated>2026-11-\d\dT/)
  })
})
