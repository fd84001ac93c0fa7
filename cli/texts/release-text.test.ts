import { describe, expect, it } from 'vitest'
import type { ReleaseManifest } from '#warehouse'
import { notIncluded, releaseText, secondBatch } from './release-text.ts'

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

describe('what a release says of quarters that it does not contain', () => {
  const ended = [
    { quarter: '2026-Q3', missing: ['custody', 'services'] },
    { quarter: '2026-Q2', missing: [] },
    { quarter: '2026-Q1', missing: ['services'] },
  ] as const

  it('names those that have ended later, with what is missing', () => {
    expect(notIncluded({ through: '2026-Q1', yearStarts: 1 }, ended)).toBe(
      '2026-Q3 is not included: deliveries are missing of custody, services.\n',
    )
    expect(notIncluded({ through: '2026-Q3', yearStarts: 1 }, ended)).toBe('')
  })

  it('names them as people do where years do not begin on 1 January', () => {
    expect(notIncluded({ through: '2026-Q1', yearStarts: 7 }, ended)).toMatch(/^2026\/27-Q3 is not included/)
  })
})

describe('what a release says of a promise', () => {
  const promise = { scope: 'block', greatest: 12, promisedGreatest: 33, mean: 0.04, promisedMean: 2, kept: true }
  const claim = { answer: 'length_band', right: 0.54, worst: 0.69, atMost: 0.6, kept: false }
  const cubeWith = (worstFamily: string | null, claims: readonly object[] = []) => ({
    cells: ['quarter'],
    method: 'small-count-rounding',
    rows: 1,
    rung: 0,
    claims,
    promises: [{ ...promise, worstFamily }],
    wider: { acceptedBy: 'A. Steward', widths: { block: { greatest: 1.2 }, year: { mean: 1.1 } } },
  })
  const text = (worstFamily: string | null, nextDue = '9999-05-15', claims: readonly object[] = []) =>
    releaseText({
      ...release('2026-Q3.1', false, '2026-11-14T06:00:00.000Z'),
      through: '2026-Q3',
      finalThrough: null,
      nextDue,
      contentHash: 'abc',
      gaps: [],
      cubes: { custody: cubeWith(worstFamily, claims) },
    } as unknown as ReleaseManifest)

  it('names the table whose mean is worst, or that there is none', () => {
    expect(text('quarter × sex')).toContain('worst mean 0.0 in quarter × sex (promised 2)')
    expect(text(null)).toContain('worst mean not measured, for no table has 20 sums (promised 2)')
  })

  it('does not say first that all are kept where one is not', () => {
    expect(text(null)).toContain('All promises are kept.')
    const broken = text(null, '9999-05-15', [claim])
    expect(broken).toContain('Not all promises are kept: custody.')
    expect(broken).not.toContain('All promises')
    expect(broken).toContain('69 % in the stratum nearest to its limit (at most 60 %) NOT KEPT')
  })

  it('tells which part of it is wider, by whose leave', () => {
    expect(text(null)).toContain('accepted by A. Steward: block, greatest: 1.2 times; year, mean: 1.1 times')
  })

  it('says when the next release is overdue', () => {
    expect(text(null)).toContain('due by 9999-05-15.\n')
    expect(text(null, '2000-02-15')).toContain('due by 2000-02-15: overdue.\n')
  })
})
