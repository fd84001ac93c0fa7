import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultLastMonth, type SampleRequest, writeSamples } from './write-samples.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let writings = 0

/** Writes extracts. @returns the text of each file under its path */
async function written(request: Partial<SampleRequest>): Promise<ReadonlyMap<string, string>> {
  const out = join(folder, String(writings++))
  await writeSamples({ jurisdiction: 'kg', from: '2024-01', to: '2024-03', ...request, out })
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(csv|json)$/.test(name))
  return new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]))
}

const judgments = { registers: ['sentences'] } as const
const lines = (files: ReadonlyMap<string, string>, quarter: string) =>
  (files.get(`sentences-${quarter}/court_sentences_${quarter}.csv`) ?? '').trimEnd().split('\n').slice(1)

describe('synthetic extracts that a nightly run shall take', () => {
  const by = (to: string, today: string) => written({ ...judgments, from: to, to, today: new Date(today) })

  it('hold no day that is still to come: their last quarter is over, and its sentences are in force', async () => {
    for (const [to, today] of [
      ['2026-11', '2026-11-30'],
      ['2026-10', '2026-11-30'],
      ['2026-07', '2026-11-12'],
    ] as const)
      await expect(by(to, today)).rejects.toMatchObject({ code: 'BAD_PERIOD', place: { parameter: 'to' } })
    await expect(by('2026-12', '2026-11-30')).rejects.toThrow('The last month can be 2026-09 today.')
    await expect(by('0000-02', '2026-11-30')).rejects.toMatchObject({
      code: 'BAD_PERIOD',
      place: { parameter: 'from' },
    })
    const files = await by('2026-07', '2026-11-13')
    const days = [...[...files.values()].join('').matchAll(/(\d\d)\.(\d\d)\.(\d{4})/g)].map(
      ([, day, month, year]) => `${year}-${month}-${day}`,
    )
    expect(days.sort().at(-1)).toBe('2026-11-13')
  })

  it('end with the last such quarter where nobody says otherwise', () => {
    expect(defaultLastMonth(new Date('2026-11-12'))).toBe('2026-06')
    expect(defaultLastMonth(new Date('2027-11-12'))).toBe('2026-09')
  })

  it('are refused with the name of the month that is none', async () => {
    await expect(written({ to: '2026-13' })).rejects.toMatchObject({ place: { parameter: 'to' } })
    await expect(written({ from: '2026' })).rejects.toMatchObject({ place: { parameter: 'from' } })
  })
})

describe('synthetic extracts', () => {
  it('have equal bytes for equal requests, and others for another seed', async () => {
    const [once, again, other] = [await written({}), await written({}), await written({ ...judgments, seed: 2 })]
    expect(once.size).toBe(18)
    expect([...again]).toEqual([...once])
    expect(lines(other, '2024-Q1')).not.toEqual(lines(once, '2024-Q1'))
  })

  it('have the same judgments whether other registers are written or not', async () => {
    const [all, alone] = [await written({ to: '2024-06' }), await written({ ...judgments, to: '2024-06' })]
    for (const quarter of ['2024-Q1', '2024-Q2']) expect(lines(alone, quarter)).toEqual(lines(all, quarter))
  })

  it('have the same judgments of a quarter whichever quarters are written, beside what earlier ones still tell', async () => {
    const [long, short] = [await written({ ...judgments, from: '2023-01' }), await written(judgments)]
    const all = new Set(lines(long, '2024-Q1'))
    expect(lines(short, '2024-Q1').filter((line) => !all.has(line))).toEqual([])
    expect(all.size).toBeGreaterThan(lines(short, '2024-Q1').length)
  })
})
