import { afterEach, describe, expect, it, vi } from 'vitest'
import { encodeInWorker } from './encode-in-worker.ts'

const { runInWorker, encodeAnswer } = vi.hoisted(() => ({
  runInWorker: vi.fn(async () => ({ bytes: new Uint8Array() })),
  encodeAnswer: vi.fn(async () => Buffer.alloc(0)),
}))
vi.mock('../../foundation/worker-pool.ts', () => ({ runInWorker }))
vi.mock('./encode.ts', () => ({ encodeAnswer }))
afterEach(() => void vi.clearAllMocks())

/** The thread in which so many rows are written in a format; `own` for that of the server. */
async function threadFor(rows: number, format: Parameters<typeof encodeInWorker>[2]): Promise<unknown> {
  const catalog = { jurisdiction: { code: 'kg' } }
  await encodeInWorker({ rows } as never, catalog as never, format, 'en', new AbortController().signal)
  if (encodeAnswer.mock.calls.length > 0) return 'own'
  const [, , , options] = runInWorker.mock.lastCall as unknown as [string, string, unknown, { thread?: string }?]
  return options?.thread ?? 'charts'
}

describe('the thread in which an answer is written', () => {
  it.each(['json', 'csv', 'arrow', 'parquet', 'xlsx', 'jsonstat', 'sdmx-json', 'sdmx-csv'] as const)(
    'is that of long work for more than 2000 rows: %s',
    async (format) => {
      for (const rows of [2001, 90_000]) expect([rows, await threadFor(rows, format)]).toEqual([rows, 'long'])
    },
  )

  it.each(['parquet', 'xlsx'] as const)(
    'is never that of the charts of pages for a slow format: %s',
    async (format) => {
      for (const rows of [0, 2000]) expect([rows, await threadFor(rows, format)]).toEqual([rows, 'pictures'])
    },
  )

  it('is that of the server for few rows of others', async () => {
    expect(await threadFor(2000, 'csv')).toBe('own')
  })
})
