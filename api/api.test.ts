import { tableFromIPC } from '@uwdata/flechette'
import readWorkbook from 'read-excel-file/node'
import request from 'supertest'
import { describe, expect, inject, it } from 'vitest'
import { Refusal } from '#foundation'
import { runOn } from '../cli/testing/homes.ts'
import { problemOf } from './index.ts'
import { publicApp } from './testing/public-app.ts'

const { app, service } = publicApp()

const question = '/v1/data/sentences?measure=persons&by=year,sanction_class&from=2022&to=2023'

describe('GET /v1/catalog', () => {
  it('says what can be asked, in the language of the caller', async () => {
    const { body } = await request(app()).get('/v1/catalog').set('Accept-Language', 'ky').expect(200)
    const [dataset] = body.datasets
    expect(dataset.label).toBe('Соттолгон адамдар')
    expect(dataset.measures.map(({ name }: { name: string }) => name)).toContain('custodial_share')
    expect(dataset.dimensions.find(({ name }: { name: string }) => name === 'region').codes[0]).toEqual({
      code: 'KG-GB',
      label: 'Бишкек шаары',
    })
    expect(body.synthetic).toBe(true)
  })

  // As fetch() of Node and of browsers sends it where nobody chose a language.
  it.each(['*', '*;q=0.5', 'de', 'de, *'])('says it in English to whoever takes any language: %s', async (any) => {
    const { body } = await request(app()).get('/v1/catalog').set('Accept-Language', any).expect(200)
    expect(body.datasets[0].label).toBe('People sentenced')
  })
})

describe('GET /v1/data/sentences', () => {
  it('gives one number in every format, and on the command line', async () => {
    const json = (await request(app()).get(question).expect(200)).body
    const csv = (await request(app()).get(question).set('Accept', 'text/csv').expect(200)).text
    const arrow = await request(app())
      .get(`${question}&format=arrow`)
      .buffer()
      .parse((response, done) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('end', () => done(null, Buffer.concat(parts)))
      })
    const names = json.columns.map(({ name }: { name: string }) => name)
    const fromCsv = csv
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    expect(fromCsv[0]).toEqual([...names, 'release', 'notes', 'unit', 'period'])
    expect(fromCsv.slice(1).map((row) => row.slice(0, -4))).toEqual(json.rows.map((row: unknown[]) => row.map(String)))
    expect(
      tableFromIPC(arrow.body)
        .toArray()
        .map((row) => Object.values(row as object)),
    ).toEqual(json.rows)
    const words = [
      'query',
      'sentences',
      '--measure',
      'persons',
      '--by',
      'year,sanction_class',
      '--from',
      '2022',
      '--to',
      '2023',
    ]
    expect((await runOn(inject('kgHome'), words)).out).toBe(csv)
  })

  it('says what stands beside the figures', async () => {
    const { body } = await request(app()).get('/v1/data/sentences?measure=custodial_share&by=year&interval=95&lang=ru')
    expect(body).toMatchObject({
      level: 'public',
      method: 'small-count-rounding',
      synthetic: true,
      release: '2026-Q3.1',
      generation: null,
      period: { from: '2018-01-01', to: '2026-09-30' },
    })
    expect(body.notes.map(({ code }: { code: string }) => code)).toEqual([
      'rounded',
      'synthetic',
      'provisional',
      'interval',
      'incomplete',
      'absent',
    ])
    expect(body.breaks.map(({ on }: { on: string }) => on)).toEqual(['2019-01-01', '2021-12-01'])
    expect(body.incomplete).toEqual([{ period: '2026', coveredFrom: '2018-01-01', coveredTo: '2026-09-30' }])
    expect(body.unit).toMatch(/лицо/i)
  })

  it('is not sent again when nothing has changed, and not kept by others', async () => {
    const { headers } = await request(app()).get(question)
    expect(headers['cache-control']).toBe('public, max-age=0, s-maxage=5, must-revalidate')
    await request(app())
      .get(question)
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304)
    const { headers: inCsv } = await request(app()).get(`${question}&format=csv`)
    expect(inCsv['etag']).not.toBe(headers['etag'])
  })

  it.each([
    ['/v1/data/handoff?measure=registered_share&by=region%F0%90%94%B2&format=csv', 400, 'UNKNOWN_DIMENSION'],
    ['/v1/data/sentences?measure=persons&asOf=2020-01-01', 404, 'NO_RELEASE'],
    ['/v1/data/sentences?measure=persons&level=officer', 403, 'LEVEL_NOT_AVAILABLE'],
    ['/v1/data/sentences?measure=persons&level=analyst', 403, 'LEVEL_NOT_AVAILABLE'],
    ['/v1/data/custody_stock?measure=held', 400, 'STOCK_NEEDS_DATE'],
    ['/v1/data/supervision?measure=entries&by=year', 400, 'NAME_ONE_CODE'],
    ['/v1/data/supervision?measure=entries,exits&by=year,kind', 400, 'NOT_ALLOWED_TOGETHER'],
    ['/v1/data/sentences_units?measure=count&by=unit&rule=highest_maximum', 400, 'ONE_SWITCH_AT_A_TIME'],
    ['/v1/data/custody?measure=admissions&from=2020-01', 400, 'PERIOD_TOO_FINE'],
    ['/v1/data/sentences?measure=persons&level=king', 400, 'BAD_PARAMETER'],
    ['/v1/data/prisons?measure=persons', 404, 'UNKNOWN_DATASET'],
    ['/v1/data/sentences', 400, 'BAD_PARAMETER'],
    ['/v1/data/sentences?measure=persons&measure=persons', 400, 'REPEATED_PARAMETER'],
    ['/v1/data/sentences?measure=persons&region=XX', 400, 'UNKNOWN_CODE'],
    ['/v1/data/sentences?measure=persons&format=xls', 400, 'BAD_PARAMETER'],
    ['/v1/data/sentences?measure=persons&__proto__=1', 400, 'UNKNOWN_PARAMETER'],
    ['/v1/nothing', 404, 'NOT_FOUND'],
    ['/v1/data/%ff', 400, 'BAD_REQUEST'],
  ])('answers %s with a problem document: %i %s', async (path, status, code) => {
    const { body, headers } = await request(app()).get(path).expect(status)
    expect(headers['content-type']).toMatch('application/problem+json')
    expect(body).toMatchObject({ status, code })
    expect(body.detail.length).toBeGreaterThan(20)
  })

  it('refuses what it cannot write, and other methods', async () => {
    await request(app()).get(question).set('Accept', 'image/png').expect(406)
    await request(app()).get('/v1/data/sentences?measure=nonsense').set('If-None-Match', '*').expect(400)
    await request(app()).post('/v1/data/sentences').send('{}').expect(405).expect('Allow', 'GET, HEAD')
  })

  it('tells a question that took too long, and a busy server, from a fault of its own', () => {
    const statuses = ['DEADLINE', 'BUSY', 'NO_DATA'].map((code) => problemOf(new Refusal(code, 'said')).status)
    expect([...statuses, problemOf(new Error('secret')).status]).toEqual([504, 503, 503, 500])
    expect(JSON.stringify(problemOf(new Error('secret')))).not.toContain('secret')
  })

  it('tells a full disk, full memory, and what the framework refuses, by codes of their own', () => {
    const of = (properties: object) => problemOf(Object.assign(new Error('said'), properties))
    expect(of({ code: 'ENOSPC' })).toMatchObject({ status: 503, code: 'DISK_FULL' })
    expect(of({ code: 'ERR_WORKER_OUT_OF_MEMORY' })).toMatchObject({ status: 503, code: 'MEMORY_FULL' })
    expect(problemOf(new Error('Out of Memory Error: failed'))).toMatchObject({ status: 503, code: 'MEMORY_FULL' })
    const statuses = [412, 413, 416, 431].map((status) => of({ status }).status)
    expect(statuses).toEqual([412, 413, 416, 400])
  })
})

describe('every answer', () => {
  it('forbids scripts from elsewhere and the evaluation of text as code', async () => {
    const { headers } = await request(app()).get('/v1/catalog')
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-powered-by']).toBeUndefined()
  })
})

describe('GET /v1/tables/fines', () => {
  it('tells whole years of the release that is served, and what it hides leaves totals whole', async () => {
    const { body } = await request(app()).get('/v1/tables/fines').expect(200)
    expect(body.release).toBe(service().served()?.id)
    expect(body.tables.length).toBeGreaterThan(5)
    const order = service()
      .catalog.datasets.get('sentences')
      ?.dimensions.get('region')
      ?.codes.map(({ code }) => code)
    for (const { rows, rowTotals, columnTotals, sums } of body.tables) {
      expect(rows).toEqual(order?.filter((code) => rows.includes(code)))
      const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)
      expect(total(rowTotals)).toBe(total(columnTotals))
      const whole = sums.flatMap((row: (number | null)[], index: number) => (row.includes(null) ? [] : [index]))
      for (const index of whole) expect(total(sums[index])).toBe(rowTotals[index])
    }
  })

  it('names in JSON and CSV what is counted, also where the question says so, and the days that are covered', async () => {
    const asked = '/v1/data/sentences_units?measure=count,custodial_share&by=year&from=2022&to=2022'
    for (const [unit, named] of [
      ['', 'persons'],
      ['&unit=charge', 'charges'],
      ['&unit=case', 'cases'],
      ['&unit=person_year', 'persons'],
    ]) {
      const { body } = await request(app()).get(`${asked}${unit}`).expect(200)
      const unitOf = Object.fromEntries(
        body.columns.map((column: { name: string; unit: string }) => [column.name, column.unit]),
      )
      expect(unitOf).toMatchObject({ count: named, custodial_share: 'share', custodial_share_n: named })
      const { text } = await request(app()).get(`${asked}${unit}&format=csv`).expect(200)
      const [head = '', line = ''] = text.split('\r\n')
      const cells = Object.fromEntries(head.split(',').map((name, at) => [name, line.split(',')[at]]))
      expect(cells).toMatchObject({ unit: `${named} share`, period: '2022-01-01/2022-12-31' })
    }
    const { body } = await request(app()).get('/v1/data/sentences_units?measure=count&by=unit&from=2022&to=2022')
    expect(body.columns.at(1)).toMatchObject({ name: 'count', unit: 'units' })
  })

  it('gives the same tables as files', async () => {
    const { body } = await request(app()).get('/v1/tables/fines')
    const { text, headers } = await request(app()).get('/v1/tables/fines.csv').expect(200)
    const lines = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    const sumOf = (year: number) =>
      lines
        .filter(([own, , sex]) => own === String(year) && sex === '_T')
        .reduce((sum, [, , , value]) => sum + Number(value), 0)
    for (const { year, columnTotals } of body.tables)
      expect(sumOf(year)).toBe(columnTotals.reduce((sum: number, one: number) => sum + one, 0))
    expect(lines.filter(([, , , sum, status]) => (sum === '') !== (status === 'not_told'))).toEqual([])
    expect(lines.filter(([, region]) => region === '_T').length).toBe(2 * body.tables.length)
    await request(app()).get('/v1/tables/fines.pdf').expect(404)
    expect(headers['content-disposition']).toContain(`fines_${body.release}.csv`)
    const workbook = await request(app()).get('/v1/tables/fines.xlsx?lang=ky').responseType('blob')
    const sheets = await readWorkbook(workbook.body)
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      ...body.tables.map(({ year }: { year: number }) => String(year)),
      'Маалымкат',
    ])
  })
})
