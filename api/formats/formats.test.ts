import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import JSONstat from 'jsonstat-toolkit'
import pino from 'pino'
import readWorkbook from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { Engine, packagePath, quoteLiteral, Refusal, selectRows, sha256 } from '#foundation'
import { type Answer, datasetNamed, type Parameters, parseQuestion } from '#warehouse'
import { encodeInWorker } from '../encode/encode-in-worker.ts'
import { encodeAnswer, type Format, jsonAnswer, makeService, type Service } from '../index.ts'
import { formats } from './media-types.ts'

const schemas = packagePath('..', 'shared', 'schemas')
const folder = mkdtempSync(join(tmpdir(), 'formats-'))
let service: Service<'public'>
let answer: Answer
beforeAll(async () => {
  service = makeService({
    home: inject('kgHome'),
    jurisdiction: 'kg',
    levels: ['public'],
    log: pino({ level: 'silent' }),
  })
  answer = await asked('sentences', {
    measure: 'persons,custodial_share',
    by: 'year,region,sex',
    from: '2020',
    to: '2023',
    interval: '95',
  })
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true })
})

const asked = async (dataset: string, parameters: Parameters) =>
  await service
    .pin('public')
    .ask(parseQuestion(parameters, datasetNamed(dataset, service.catalog)), AbortSignal.timeout(20_000))
const bytesAs = async (format: Format, from = answer) => await encodeAnswer(from, service.catalog, format, 'en')

/** What DuckDB reads from a file, as rows in the order of the columns. */
async function readByEngine(name: string, bytes: Buffer, source: string): Promise<unknown[][]> {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  const engine = await Engine.open()
  try {
    const rows = await engine.withConnection((connection) =>
      selectRows<Record<string, unknown>>(connection, `from ${source.replace('$file', quoteLiteral(file))}`),
    )
    return rows.map((row) => Object.values(row))
  } finally {
    engine.close()
  }
}

describe('an answer as Parquet', () => {
  it('is read back by DuckDB as it was, with all that stands beside it', async () => {
    const { rows, notes } = jsonAnswer(answer, service.catalog, 'en')
    const bytes = await bytesAs('parquet')
    expect(await readByEngine('a.parquet', bytes, 'read_parquet($file)')).toEqual(rows)
    const [[key, about] = []] = await readByEngine(
      'b.parquet',
      bytes,
      '(select decode(key), decode(value) from parquet_kv_metadata($file))',
    )
    expect(key).toBe('taraza')
    expect(JSON.parse(String(about)).notes).toEqual(notes)
  })
})

describe('an answer as CSV', () => {
  it('is read back by DuckDB as it was, with its release and its notes in each row', async () => {
    const { rows, release, notes, columns, period } = jsonAnswer(answer, service.catalog, 'en')
    const units = [...new Set(columns.flatMap(({ unit }) => unit ?? []))].join(' ')
    const days = `${period?.from}/${period?.to}`
    const read = await readByEngine('a.csv', await bytesAs('csv'), 'read_csv($file)')
    const said = notes.filter(({ code }) => code !== 'caveat').map(({ code }) => code)
    expect(read).toEqual(rows.map((row) => [...row, release, said.join(' '), units, days]))
  })
})

describe('an answer as JSON-stat', () => {
  it('is read by a reader that is not ours, each figure under its codes', async () => {
    const { rows, columns, notes } = jsonAnswer(answer, service.catalog, 'en')
    const dataset = JSONstat(JSON.parse((await bytesAs('jsonstat')).toString()))
    expect(dataset.id).toEqual(['year', 'region', 'sex', 'metric'])
    expect(dataset.role.time).toEqual(['year'])
    expect(dataset.role.geo).toEqual(['region'])
    expect(dataset.note).toEqual(notes.map(({ text }) => text))
    for (const row of rows)
      for (const [index, { name, type }] of columns.entries())
        if (type === 'float64') {
          const [year = '', region = '', sex = ''] = row.map(String)
          expect(dataset.Data({ year, region, sex, metric: name })?.value ?? null).toBe(row[index])
        }
  })
})

const { signal } = new AbortController()

describe('an answer that is encoded aside', () => {
  it('is the same bytes in every format', async () => {
    const large = await asked('sentences', { measure: 'persons', by: 'quarter,court,sanction_class', detail: 'full' })
    expect(large.rows).toBeGreaterThan(2000)
    for (const format of formats) {
      const [quarantined, here] = [encodeInWorker, encodeAnswer].map((encode) =>
        encode(large, service.catalog, format, 'ky', signal),
      )
      expect([format, sha256(await (quarantined as Promise<Buffer>))]).toEqual([
        format,
        sha256(await (here as Promise<Buffer>)),
      ])
    }
  })

  it('is refused with the same words', async () => {
    const tooLarge = encodeInWorker({ ...answer, rows: 2_000_000 }, service.catalog, 'xlsx', 'en', signal)
    const refused = await tooLarge.catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect(refused).toMatchObject({ code: 'TOO_MANY_ROWS', place: { parameter: 'format' } })
  })
})

describe('an answer as a workbook', () => {
  it.each([
    ['en', ['Data', 'About', 'Notes', 'Definitions', 'Sources']],
    ['ru', ['Данные', 'О данных', 'Примечания', 'Определения', 'Источники']],
    ['ky', ['Маалыматтар', 'Маалымкат', 'Эскертүүлөр', 'Аныктамалар', 'Булактар']],
  ] as const)('has figures, units, notes, definitions and sources in sheets: %s', async (language, names) => {
    const file = join(folder, `${language}.xlsx`)
    writeFileSync(file, await encodeAnswer(answer, service.catalog, 'xlsx', language))
    const sheets = await readWorkbook(file)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(names)
    const { rows, columns, notes } = jsonAnswer(answer, service.catalog, language)
    const [data, , said] = sheets
    const persons = data?.data[0]?.indexOf(columns.find(({ name }) => name === 'persons')?.label ?? '') ?? -1
    const place = columns.findIndex(({ name }) => name === 'persons')
    expect(data?.data.slice(1).map((row) => row[persons])).toEqual(rows.map((row) => row[place]))
    expect(said?.data.slice(0, notes.length).map(([code]) => code)).toEqual(notes.map(({ code }) => code))
  })

  it('holds no formula, and the same bytes for the same answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-01') })
    const one = await bytesAs('xlsx')
    vi.setSystemTime(new Date('2027-02-03'))
    const other = await bytesAs('xlsx')
    vi.useRealTimers()
    expect(one.equals(other)).toBe(true)
    expect(one.includes('<f>')).toBe(false)
  })
})

describe('an answer as SDMX', () => {
  it('holds each figure under its codes, in JSON as in CSV', async () => {
    const message = JSON.parse((await bytesAs('sdmx-json')).toString())
    const [structure] = message.data.structures
    const dimensions: { id: string; values: { id?: string; value?: string }[] }[] = structure.dimensions.observation
    const observations = Object.entries(message.data.dataSets[0].observations as Record<string, unknown[]>)
    const read = observations.map(([key, [value]]) => {
      const codes = key.split(':').map((place, index) => dimensions[index]?.values[Number(place)])
      return [...codes.map((code) => code?.id ?? code?.value), value]
    })
    const csv = await readByEngine('s.csv', await bytesAs('sdmx-csv'), 'read_csv($file, all_varchar = true)')
    const width = dimensions.length
    expect(csv.map((row) => row.slice(3, 3 + width + 1))).toEqual(
      read.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
    )
    const { rows, columns } = jsonAnswer(answer, service.catalog, 'en')
    const at = (name: string) => columns.findIndex((column) => column.name === name)
    expect(read.filter(([, measure]) => measure === 'persons').map((row) => row.at(-1))).toEqual(
      rows.map((row) => row[at('persons')]),
    )
    expect(dimensions.map(({ id }) => id).slice(0, 2)).toEqual(['FREQ', 'MEASURE'])
  })

  it.skipIf(!existsSync(schemas))('is a valid data message', async () => {
    const schema = JSON.parse(readFileSync(join(schemas, 'sdmx-json-data-schema.json'), 'utf8'))
    const ajv = new Ajv2019({ strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile(schema)
    for (const [dataset, parameters] of [
      ['sentences', { measure: 'persons', by: 'quarter,court', region: 'KG-GB', from: '2024' }],
      ['custody_stock', { measure: 'held,unsentenced_share', by: 'year,sex' }],
      ['staffing', { measure: 'posts', by: 'quarter,region' }],
    ] as const) {
      validate(JSON.parse((await bytesAs('sdmx-json', await asked(dataset, parameters))).toString()))
      expect(validate.errors ?? []).toEqual([])
    }
  })

  it.each([
    [{ measure: 'persons', by: 'region' }, 'year'],
    [{ measure: 'persons', by: 'year', region: 'KG-GB,KG-C' }, 'region'],
    [{ measure: 'persons', by: 'year', compare: 'previous' }, 'periods'],
  ])('is refused where SDMX has no words for it: %j', async (parameters, advice) => {
    const found = await asked('sentences', parameters)
    await expect(bytesAs('sdmx-json', found)).rejects.toMatchObject({ code: 'NOT_IN_FORMAT' })
    await expect(bytesAs('sdmx-csv', found)).rejects.toThrow(advice)
  })
})
