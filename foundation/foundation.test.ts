import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  Engine,
  onBehalfOf,
  packZip,
  quoteIdentifier,
  quoteLiteral,
  runInWorker,
  runStatement,
  selectRow,
  sha256,
  unpackZip,
  writeDurably,
} from './index.ts'

describe('canonical JSON', () => {
  it('is the same whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (document) => {
        const turned = Object.fromEntries(Object.entries(document).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(document))
        expect(JSON.parse(canonicalJson(document))).toEqual(JSON.parse(JSON.stringify(document)))
      }),
    )
  })

  it('loses nothing in silence', () => {
    expect(canonicalJson({ b: undefined, a: [null, 1, 'x', true] })).toBe('{"a":[null,1,"x",true]}')
    for (const lost of [new Map([[1, 2]]), new Date(0), 1n, undefined, [undefined], () => 1, new Uint8Array(2)])
      expect(() => canonicalJson(lost)).toThrow('is no JSON')
  })
})

describe('a durable write', () => {
  it('replaces the content and leaves no draft behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-'))
    writeDurably(join(folder, 'a.json'), 'old')
    writeDurably(join(folder, 'a.json'), 'new')
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })
})

describe('text inside a statement', () => {
  it('comes back as it went in, whatever it holds', async () => {
    const engine = await Engine.open()
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: 'grapheme', maxLength: 30 })
          .filter((text) => !text.includes('\0') && text !== '' && text !== '__proto__'),
        async (text) => {
          const sql = `select ${quoteLiteral(text)} as ${quoteIdentifier(text)}`
          const row = await engine.withConnection((connection) => selectRow<Record<string, string>>(connection, sql))
          expect(Object.values(row)).toEqual([text])
        },
      ),
      { numRuns: 50 },
    )
    engine.close()
  })
})

describe('a sealed engine', () => {
  it('reads its own file and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealed-'))
    const path = join(folder, 'facts.duckdb')
    const writer = await Engine.open({ path })
    await writer.withConnection((connection) => connection.run('create table t as select 1 as a'))
    writer.close()
    const secret = join(folder, 'secret.csv')
    writeFileSync(secret, 'a\n1\n')
    const engine = await Engine.open({ path, readOnly: true, sealed: true })
    await engine.withConnection(async (connection) => {
      expect(await selectRow(connection, 'select a from t')).toEqual({ a: 1 })
      await expect(connection.run(`select * from read_csv('${secret}')`)).rejects.toThrow(/disabled/)
      await expect(connection.run(`attach '${join(folder, 'other.duckdb')}'`)).rejects.toThrow()
      await expect(connection.run('set threads = 1')).rejects.toThrow(/locked/)
      await expect(connection.run('drop table t')).rejects.toThrow(/read-only/)
    })
    engine.close()
    expect(existsSync(join(folder, 'other.duckdb'))).toBe(false)
  })
})

describe('a statement with a deadline', () => {
  it('is interrupted and leaves the connection usable', async () => {
    const engine = await Engine.open()
    await engine.withConnection(async (connection) => {
      const slow = { sql: 'select count(*) from range(100000) a, range(1000000) b where (a.range * b.range) % 7 = 3' }
      const run = runStatement(connection, slow, AbortSignal.timeout(100))
      await expect(run).rejects.toMatchObject({ code: 'DEADLINE' })
      expect(await selectRow(connection, 'select 1 as one')).toEqual({ one: 1 })
    })
    engine.close()
  })
})

describe('a statement that comes again', () => {
  const fromConnection = async <T>(use: (connection: DuckDBConnection) => Promise<T>) => {
    const engine = await Engine.open()
    try {
      return await engine.withConnection(use)
    } finally {
      engine.close()
    }
  }
  const rowsOf = async (connection: DuckDBConnection, sql: string, ...parameters: (number | string | null)[]) =>
    await (await runStatement(connection, { sql, parameters })).getRows()

  it('takes the values it is given, of whichever type', async () => {
    const found = await fromConnection(async (connection) => {
      const values = []
      for (const value of [1, 'text', null, 2]) values.push(await rowsOf(connection, 'select $1 as value', value))
      return values.flat(2)
    })
    expect(found).toEqual([1, 'text', null, 2])
  })

  it('sees tables as they are now', async () => {
    const found = await fromConnection(async (connection) => {
      const all = []
      for (const change of ['create table t as select 1 as n', 'insert into t values (2)', 'alter table t add m int']) {
        await connection.run(change)
        all.push(await rowsOf(connection, 'select * from t order by n'))
      }
      await connection.run('drop table t')
      await expect(rowsOf(connection, 'select * from t order by n')).rejects.toThrow('t')
      await connection.run('create table t as select 7 as n')
      return [...all, await rowsOf(connection, 'select * from t order by n')]
    })
    expect(found).toEqual([
      [[1]],
      [[1], [2]],
      [
        [1, null],
        [2, null],
      ],
      [[7]],
    ])
  })

  it('runs after it was interrupted, and after many others', async () => {
    const found = await fromConnection(async (connection) => {
      const sql = 'select count(*)::integer from range($1) a, range($2) b where (a.range * b.range) % 7 = 3'
      const slow = { sql, parameters: [100_000, 1_000_000] }
      await expect(runStatement(connection, slow, AbortSignal.timeout(100))).rejects.toThrow()
      const first = await rowsOf(connection, sql, 7, 7)
      for (let at = 0; at < 100; at++) await rowsOf(connection, `select ${at} + $1`, at)
      return [first, await rowsOf(connection, sql, 7, 7), await rowsOf(connection, 'select 5 + $1', 1)]
    })
    expect(found).toEqual([[[6]], [[6]], [[6]]])
  })
})

describe('an archive', () => {
  const letters = (...names: string[]) => packZip(new Map(names.map((name) => [name, Buffer.from('letters')])))
  const renamed = (from: string, to: string) =>
    Buffer.from(letters('a', from).toString('latin1').replaceAll(from, to), 'latin1')

  it('holds what was packed', () => {
    expect([...unpackZip(letters('a', 'b')).keys()]).toEqual(['a', 'b'])
  })

  it('with two files of one name, or with one that names would hide, is refused', () => {
    expect(() => unpackZip(renamed('b', 'a'))).toThrow('two files of one name')
    expect(() => unpackZip(renamed('__other__', '__proto__'))).toThrow('two files of one name')
  })

  it('is refused when its files together are too large, packed or not', () => {
    expect(() => unpackZip(letters('a', 'b'), 13)).toThrow(RangeError)
    expect(unpackZip(letters('a', 'b'), 18).size).toBe(2)
  })

  it('is no archive where it was cut off, also behind an archive that lies in it', () => {
    const bytes = packZip(
      new Map([
        ['a.xlsx', letters('a', 'b')],
        ['b', randomBytes(500)],
      ]),
    )
    for (let length = 1; length < bytes.length; length++)
      expect(() => unpackZip(bytes.subarray(0, length), 1000)).toThrow(/^(?!.*too much)/)
  })
})

describe('an engine that answers questions', () => {
  it('keeps a connection for the next question, and none on which one failed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'))
    const path = join(folder, 'a.duckdb')
    const writer = await Engine.open({ path })
    await writer.withConnection((connection) => connection.run('create table t as select 1 as n'))
    writer.close()
    const engine = await Engine.open({ path, readOnly: true, sealed: true })
    const used = (fails = false) =>
      engine.withConnection(async (connection) => {
        await connection.run(fails ? 'select * from nothing' : 'select n from t')
        return connection
      })
    const first = await used()
    expect(await used()).toBe(first)
    await expect(used(true)).rejects.toThrow('nothing')
    expect(await used()).not.toBe(first)
    engine.close()
  })
})

describe('work that is done elsewhere', () => {
  const parts = new Map([['a.txt', randomBytes(4_000_000)]])
  const packed = () => runInWorker<typeof packZip>('foundation/zip.js', 'packZip', parts)

  it('lets others have their turn meanwhile, and comes to the same', async () => {
    await packed()
    let turns = 0
    const counting = setInterval(() => turns++, 5)
    const bytes = await packed()
    clearInterval(counting)
    expect(turns).toBeGreaterThan(5)
    expect(sha256(Buffer.from(bytes))).toBe(sha256(packZip(parts)))
  })

  it('is done for those who wait in turn, however much one of them asked for', async () => {
    await packed()
    const ended: string[] = []
    const ask = async (who: string, signal: AbortSignal) => {
      await runInWorker<typeof packZip>('foundation/zip.js', 'packZip', parts, { signal })
      ended.push(who)
    }
    const [many, one] = [new AbortController().signal, new AbortController().signal]
    onBehalfOf('many', many)
    onBehalfOf('one', one)
    await Promise.all([...Array.from({ length: 4 }, () => ask('many', many)), ask('one', one)])
    expect(ended.slice(0, 2)).toContain('one')
  })

  it('is ended when nobody waits for it any more, and the next work is begun', async () => {
    const large = new Map([['a.txt', randomBytes(40_000_000)]])
    const pack = async (given: Map<string, Buffer>, signal?: AbortSignal) =>
      await runInWorker<typeof packZip>('foundation/zip.js', 'packZip', given, { thread: 'long', signal })
    const timeOf = async (work: Promise<unknown>) => {
      const start = performance.now()
      await work
      return performance.now() - start
    }
    const whole = await timeOf(pack(large))
    const left = pack(large, AbortSignal.timeout(Math.round(whole / 5)))
    expect(await timeOf(expect(left).rejects.toMatchObject({ code: 'DEADLINE' }))).toBeLessThan(whole * 0.7)
    expect(sha256(Buffer.from(await pack(parts)))).toBe(sha256(packZip(parts)))
    await expect(pack(parts, AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE' })
  })

  it('fails with what it failed of, and goes on with the next', async () => {
    const broken = runInWorker<typeof unpackZip>('foundation/zip.js', 'unpackZip', Buffer.from('no archive'))
    await expect(broken).rejects.toThrow(/zip/)
    expect((await packed()).length).toBeGreaterThan(0)
  })
})
