import { describe, expect, it } from 'vitest'
import { secondBatch } from './release.ts'

const release = (id: string, revised: boolean, publishedAt: string) => ({ id, revised, publishedAt })

describe('a second yearly batch in one year', () => {
  const earlier = [
    release('2025-Q3.1', true, '2025-11-14T06:00:00.000Z'),
    release('2026-Q1.1', false, '2026-05-20T06:00:00.000Z'),
    release('2026-Q1.2', true, '2026-06-01T06:00:00.000Z'),
  ]
  const next = (revised: boolean, day: string) => release('2026-Q2.1', revised, `${day}T06:00:00.000Z`)

  it('is told, with the one before', () => {
    expect(secondBatch(next(true, '2026-08-20'), [...earlier, next(true, '2026-08-20')])).toContain('2026-Q1.2')
  })

  it('is none where nothing was revised, or in another year', () => {
    expect(secondBatch(next(false, '2026-08-20'), earlier)).toBe('')
    expect(secondBatch(next(true, '2027-02-20'), earlier)).toBe('')
    expect(secondBatch(earlier[2] ?? next(true, '2026-08-20'), earlier)).toBe('')
  })
})
