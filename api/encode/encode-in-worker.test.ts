import { describe, expect, it } from 'vitest'
import { formats } from '../formats/media-types.ts'
import { threadFor } from './encode-in-worker.ts'

describe('the thread in which an answer is written', () => {
  it.each(formats)('is that of long work for more than 2000 rows: %s', (format) => {
    for (const rows of [2001, 90_000]) expect([rows, threadFor(rows, format)]).toEqual([rows, 'long'])
  })

  it.each(formats)('is never that of the charts of pages, and that of the server only for few rows: %s', (format) => {
    const isSlow = ['parquet', 'xlsx'].includes(format)
    for (const rows of [0, 2000])
      expect([rows, threadFor(rows, format)]).toEqual([rows, isSlow ? 'pictures' : undefined])
  })
})
