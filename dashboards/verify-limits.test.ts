import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readConfiguration } from '../cli/configuration.ts'
import type { RunningServer } from '../cli/server/running-server.ts'
import { startServer } from '../cli/server/start-server.ts'
import { verifyFile } from './proof/verify.ts'
import { pngChunk } from './render/encode-png.ts'

const megabyte = 1_000_000
const text = (...parts: readonly string[]) => strToU8(parts.join(''))
const times = (part: string, count: number) => part.repeat(count)
const zipOf = (name: string, part: Uint8Array) => zipSync({ [name]: part }, { level: 9 })
const propertiesOf = (markers: number) => zipOf('docProps/custom.xml', text(times('name="TarazaSeal"', markers)))
const png = (...chunks: readonly Uint8Array[]) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
const sealedPng = (seal: string) =>
  png(pngChunk('tEXt', text('TarazaSeal\0', Buffer.from(seal).toString('base64'))), pngChunk('IEND', text()))
const seal = (manifest: string) =>
  `{"content":"${'0'.repeat(64)}","manifest":${manifest},"publicKey":"","signature":""}`

/** What a file is refused for, when that is not found out before this thread has a turn. */
async function refusal(bytes: Uint8Array, form?: string): Promise<string> {
  const found: string[] = []
  const sent = form === undefined ? { bytes } : { bytes, form }
  const opened = verifyFile(sent, undefined, new AbortController().signal)
  const done = opened.then(
    () => found.push('none'),
    (error) => found.push(error.code ?? error),
  )
  for (let microtask = 0; microtask < 100; microtask++) await undefined
  expect(found).toEqual([])
  await done
  return found.join()
}

/** How far the memory of the process grew while something was done. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss()
  let max = before
  const watching = setInterval(() => {
    max = Math.max(max, process.memoryUsage.rss())
  }, 2)
  await work().finally(() => clearInterval(watching))
  return max - before
}

describe('a file that was made to be costly', () => {
  it.each([
    ['an office file of ten thousand markers', propertiesOf(10_000)],
    ['an office file of a million markers', propertiesOf(megabyte)],
    ['a PDF of markers', text('%PDF-1.7 ', times('(TarazaSeal:', 200_000))],
    ['a PDF of markers with letters', text('%PDF-1.7 ', times('(TarazaSeal:A', 200_000))],
    ['a PDF with a seal without end', text('%PDF-1.7 (TarazaSeal:', times('A', 20 * megabyte))],
    ['an SVG of markers', text('<svg>', times('<metadata id="TarazaSeal">', 200_000))],
    ['an SVG with a seal without end', text('<svg><metadata id="TarazaSeal">', times('A', 20 * megabyte))],
    ['an SVG of blanks', text('<svg></svg>', times(' ', 20 * megabyte))],
    ['a PNG of empty chunks', png(Buffer.alloc(20 * megabyte, pngChunk('tEXt', text())))],
    [
      'an answer with more columns than cells',
      text('{"dataset":"","columns":[0', times(',0', megabyte), '],"rows":[[]', times(',[]', 100_000), ']}'),
    ],
    ['ten million lists', text(times('[', 10 * megabyte))],
  ])('is no file of ours: %s', async (_kind, bytes) => {
    expect(await refusal(bytes)).toBe('NOT_OURS')
  })

  it('is broken when its seal holds figures without end', async () => {
    const figures = `[0${times(',0', 300_000)}]`
    expect(await refusal(sealedPng(seal(`{"level":"public","figures":${figures}}`)))).toBe('MANIFEST_BROKEN')
  })

  it.each([
    ['zeros without end', zipOf('a.txt', new Uint8Array(190 * megabyte))],
    ['files that share their bytes', sharing(zipSync({ a: [new Uint8Array(megabyte), { level: 0 }] }), 80)],
    ['lists in lists', text('{"a":', times('[', 10 * megabyte))],
    ['lists beside lists', text('{"a":[', times('[],', 9 * megabyte), '[]]}')],
    ['names beside names', text('{', times('"a":{},', 4 * megabyte), '"a":0}')],
    ['a seal of lists in lists', sealedPng(seal(times('[', 700_000)))],
    ['one name of twenty million letters', text('{"я', times('a', 20 * megabyte), '":1}')],
    ['one name of letters that are written out', text('{"\\u044f', times('a', 20 * megabyte), '":1}')],
    ['one text of letters beyond Latin', text('{"a":"', times('я', 14 * megabyte), '"}')],
  ])('is refused before it takes memory: %s', async (_kind, bytes) => {
    await refusal(text('{'))
    const growth = await growthDuring(async () => expect(await refusal(bytes)).toBe('FILE_TOO_LARGE'))
    expect(growth).toBeLessThan(64 * megabyte + bytes.length)
  })

  it.each([
    ['an archive of half a million files', manyFiles(500_000), undefined],
    ['a form of a hundred thousand fields', formOf(100_000), 'multipart/form-data; boundary=a'.padEnd(60, 'a')],
  ])('is given up: %s', async (_kind, bytes, form) => {
    expect(await refusal(bytes, form)).toBe('FILE_TOO_COSTLY')
    expect(await refusal(text('%PDF-1.7'))).toBe('NOT_OURS')
  })
})

describe('a server that is sent such files', () => {
  const home = join(mkdtempSync(join(tmpdir(), 'verify-')), 'home')
  let server: RunningServer

  beforeAll(async () => {
    cpSync(inject('kgHome'), home, { recursive: true })
    server = await startServer(readConfiguration({ TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }))
  })
  afterAll(async () => {
    await server.close()
    rmSync(join(home, '..'), { recursive: true })
  })
  const post = async (path: string, bytes: Uint8Array) =>
    await fetch(server.url + path, { method: 'POST', body: new Uint8Array(bytes) })

  it('answers others first', async () => {
    const order: string[] = []
    const costly = post('/v1/verify', manyFiles(500_000)).then(async (response) => {
      order.push('costly')
      expect([response.status, (await response.json()).code]).toEqual([422, 'FILE_TOO_COSTLY'])
    })
    await post('/v1/verify', propertiesOf(10_000)).then(() => order.push('cheap'))
    await fetch(`${server.url}/health/live`).then(() => order.push('live'))
    await costly
    expect(order).toEqual(['cheap', 'live', 'costly'])
  })

  it('says so on the page', async () => {
    const page = await post('/en/verify', manyFiles(500_000))
    expect([page.status, await page.text()]).toEqual([422, expect.stringContaining('not read to its end')])
  })

  it('refuses most of a crowd, and reads the next file', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => post('/v1/verify', text(`%PDF-1.7 ${at}`))))
    const statuses = all.map(({ status }) => status)
    expect(statuses.filter((status) => status === 503).length).toBe(10)
    expect((await post('/v1/verify', text('%PDF-1.7'))).status).toBe(400)
  })

  it('reads one file once, however many send it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => post('/v1/verify', text('%PDF-1.7 same'))))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([400]))
  })
})

/** An archive whose list names its one file many times. */
function sharing(zip: Uint8Array, count: number): Uint8Array {
  const bytes = Buffer.from(zip)
  const list = bytes.indexOf('PK\u0001\u0002', 0, 'latin1')
  const end = bytes.indexOf('PK\u0005\u0006', 0, 'latin1')
  bytes.writeUInt16LE(count, end + 10)
  bytes.writeUInt16LE(count, end + 8)
  const entry = bytes.subarray(list, end)
  const entries = Array.from({ length: count }, (_, at) => {
    const copy = Buffer.from(entry)
    copy.write(String.fromCharCode(48 + at), 46)
    copy.writeUInt32LE(0, 24)
    return copy
  })
  return Buffer.concat([bytes.subarray(0, list), ...entries, bytes.subarray(end)])
}

/** An archive that lists so many empty files, which take less memory there than when they are read. */
function manyFiles(count: number): Uint8Array {
  const head = Buffer.alloc(30)
  head.write('PK\u0003\u0004', 'latin1')
  const names = Array.from({ length: count }, (_, at) => at.toString(36).padStart(5, '0'))
  const list = names.map((name) => {
    const entry = Buffer.alloc(46 + name.length)
    entry.write('PK\u0001\u0002', 'latin1')
    entry.writeUInt16LE(name.length, 28)
    entry.write(name, 46)
    return entry
  })
  const size = list.reduce((sum, entry) => sum + entry.length, 0)
  const end = Buffer.alloc(56 + 20 + 22)
  end.write('PK\u0006\u0006', 0, 'latin1')
  end.writeUInt32LE(count, 32)
  end.writeUInt32LE(head.length, 48)
  end.write('PK\u0006\u0007', 56, 'latin1')
  end.writeUInt32LE(head.length + size, 56 + 8)
  end.write('PK\u0005\u0006', 76, 'latin1')
  end.writeUInt16LE(0xffff, 76 + 8)
  end.writeUInt32LE(0xffffffff, 76 + 16)
  return Buffer.concat([head, ...list, end])
}

function formOf(fields: number): Uint8Array {
  const boundary = '--'.concat('a'.padEnd(60 - 'multipart/form-data; boundary='.length, 'a'))
  const field = `${boundary}\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n\r\n`
  return text(times(field, fields), boundary, '--\r\n')
}
