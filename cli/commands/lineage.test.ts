import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNightly } from '../nightly/run-nightly.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const purpose = ['--purpose', 'a question of the court']
const nightly = (minute: number) =>
  runNightly({
    ...{ home: test.home, jurisdiction: 'kg', incoming: test.incoming },
    now: new Date(Date.UTC(2026, 10, 24, 2, minute)),
  })

async function lineage(...words: readonly string[]) {
  const { code, out, err } = await test.run('lineage', 'sentences', ...purpose, '--json', ...words)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out)
}

/** Twenty judgments, of which a later delivery corrects five. */
async function corrected(): Promise<void> {
  deliver(test, 'sentences', sentencesCsv(soundRows(20)), { sentAt: '2026-11-01T08:00:00Z' })
  await nightly(0)
  const other = soundRows(5).map((row) => ({ ...row, SANCTION: '30', FINE: '100', DAYS: '' }))
  test.deliver('court_sentences_b.csv', sentencesCsv(other))
  await nightly(1)
}

describe('taraza lineage', () => {
  it('names the deliveries behind a count, with the rows that a later one corrected', async () => {
    await corrected()
    const { figures, deliveries } = await lineage('--measure', 'persons', '--from', '2024', '--to', '2024')
    expect(figures).toEqual([
      {
        ...{ cell: {}, measure: 'persons', role: 'count', value: 20 },
        sources: [
          { delivery: 1, rows: 15, corrected: 5 },
          { delivery: 2, rows: 5, corrected: 0 },
        ],
      },
    ])
    expect(deliveries).toMatchObject([
      {
        number: 1,
        register: 'sentences',
        generation: 1,
        sentAt: '2026-11-01T08:00:00Z',
        takenInAt: expect.any(String),
      },
      { number: 2, file: 'court_sentences_b.csv', generation: 2, account: { accepted: 5 } },
    ])
  })

  it('leads from both counts of a share, and cell by cell', async () => {
    await corrected()
    const { figures } = await lineage('--measure', 'custodial_share', '--by', 'year')
    expect(figures).toMatchObject([
      { cell: { year: '2024' }, role: 'numerator', value: 15, sources: [{ delivery: 1, rows: 15 }] },
      { cell: { year: '2024' }, role: 'denominator', value: 20, sources: [{ delivery: 1 }, { delivery: 2 }] },
    ])
  })

  it('follows a rollback: what was rolled back is behind no figure', async () => {
    await corrected()
    const [first = ''] = readdirSync(join(test.home, 'generations')).sort()
    await test.run('generations', 'rollback', first)
    const { generation, figures } = await lineage('--measure', 'persons')
    expect(generation).toBe(first)
    expect(figures).toMatchObject([{ value: 20, sources: [{ delivery: 1, rows: 20, corrected: 0 }] }])
  })

  it('says the same in words, without a key', async () => {
    await corrected()
    const { out } = await test.run('lineage', 'sentences', ...purpose, '--measure', 'persons')
    expect(out).toMatch(/^persons: 20\n {2}15 rows, and 5 that later deliveries corrected of delivery 1: sentences, /)
    expect(out).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  it('counts no earlier row of the same file as corrected by later deliveries', async () => {
    test.deliver('court_sentences_twice.csv', sentencesCsv([{ CASE_ID: 'C1', DAYS: '100' }, { CASE_ID: 'C1' }]))
    await nightly(0)
    const { figures } = await lineage('--measure', 'persons')
    expect(figures).toMatchObject([{ value: 1, sources: [{ delivery: 1, rows: 1, corrected: 0 }] }])
    const { out } = await test.run('lineage', 'sentences', ...purpose, '--measure', 'persons')
    expect(out).toMatch(/^persons: 1\n {2}1 row of delivery 1: sentences, /)
  })

  it('needs a purpose and writes to the audit log, whether it answers or refuses', async () => {
    await corrected()
    const { code, err } = await test.run('lineage', 'sentences', '--measure', 'persons')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('PURPOSE_NEEDED') })
    await lineage('--measure', 'persons')
    const folder = join(test.home, 'audit')
    const log = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
    const lines = log.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    const entries = lines.map((line) => JSON.parse(line))
    expect(entries).toMatchObject([
      { refused: 'PURPOSE_NEEDED', question: { dataset: 'sentences', lineage: true } },
      { level: 'officer', purpose: purpose[1], rows: 1, question: { measures: ['persons'], lineage: true } },
    ])
  })

  it('refuses what it cannot lead from, and a home without figures', async () => {
    expect((await test.run('lineage', 'sentences', '--measure', 'persons')).code).toBe(2)
    await corrected()
    const { err } = await test.run('lineage', 'sentences', ...purpose, '--measure', 'person')
    expect(err).toContain('UNKNOWN_MEASURE')
  })
})
