import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, selectRows } from '#foundation'
import { generationStore, listRuns, type RunReport, readRunReport } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

let minute = 0
const nightly = (accept?: string[]) =>
  runNightly({
    home: test.home,
    jurisdiction: 'kg',
    incoming: test.incoming,
    accept,
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
  })

/** Reads the facts that are served. */
async function facts<Row>(sql: string): Promise<Row[]> {
  const id = generationStore.current(test.home)?.id ?? ''
  const engine = await Engine.open({ path: join(test.home, 'generations', id, 'facts.duckdb'), readOnly: true })
  try {
    return await engine.withConnection((connection) => selectRows<Row>(connection, sql))
  } finally {
    engine.close()
  }
}

const ends = ({ deliveries }: RunReport) => deliveries.map(({ account }) => account)

describe('a correction', () => {
  it('takes the place of the row with its key; the earlier state stays with the generations in which it was true', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{ DAYS: '365' }, { CASE_ID: 'C2' }]))
    await nightly()
    test.deliver('court_sentences_b.csv', sentencesCsv([{ DAYS: '730' }]))
    expect(ends(await nightly())).toMatchObject([{ read: 1, accepted: 1 }])
    expect(await facts('select length, delivery from facts.sentences where length > 13')).toEqual([
      { length: 24, delivery: 2 },
    ])
    const history = await facts('select length, delivery, ended_by, ended_as from facts.sentences_history')
    expect(history).toEqual([{ length: 12, delivery: 1, ended_by: 2, ended_as: 'superseded' }])
    expect(generationStore.current(test.home)?.deliveries.map(({ id, generation }) => [id, generation])).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  it('that was sent earlier but comes later changes nothing', async () => {
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '730' }]), { sentAt: '2024-06-01T00:00:00Z' })
    await nightly()
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '365' }, { CASE_ID: 'C9' }]), { sentAt: '2024-05-01T00:00:00Z' })
    expect(ends(await nightly())).toMatchObject([{ read: 2, accepted: 1, superseded: 1 }])
    expect(await facts('select max(length) as length from facts.sentences')).toEqual([{ length: 24 }])
  })

  it('is refused when two files that came together contradict, unless they say which one is newer', async () => {
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '730' }]))
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '365' }]))
    expect((await nightly()).refusals).toMatchObject([{ code: 'CONTRADICTING_DELIVERIES' }])
    rmSync(test.incoming, { recursive: true })
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '365' }]), { sentAt: '2024-06-02T00:00:00Z' })
    deliver(test, 'sentences', sentencesCsv([{ DAYS: '730' }]), { sentAt: '2024-06-01T00:00:00Z' })
    expect((await nightly()).decision).toBe('published')
    expect(await facts('select length from facts.sentences')).toEqual([{ length: 12 }])
  })
})

describe('a withdrawal', () => {
  it('takes a row back, which stays in the history; persons are counted again', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{}, { CASE_ID: 'C2', PERSON_ID: 'P2' }]))
    expect(await nightly()).toMatchObject({ figures: [{ before: 0, after: 2 }] })
    test.deliver(
      'court_sentences_b.csv',
      sentencesCsv(
        [{ RECORD: 'D', COURT: '', SANCTION: '', DAYS: '' }],
        [...sentencesCsv([]).trim().split(';'), 'RECORD'],
      ),
    )
    const report = await nightly()
    expect(ends(report)).toMatchObject([{ read: 1, accepted: 0, withdrawn: 1 }])
    expect(report).toMatchObject({ decision: 'published', figures: [{ year: 2024, before: 2, after: 1 }] })
    expect(await facts('select ended_as from facts.sentences_history')).toEqual([{ ended_as: 'withdrawn' }])
  })

  it('of a row that is not held is set aside', async () => {
    const headers = [...sentencesCsv([]).trim().split(';'), 'RECORD']
    test.deliver('court_sentences_a.csv', sentencesCsv([...soundRows(99), { CASE_ID: 'NONE', RECORD: 'D' }], headers))
    const report = await nightly()
    expect(report.deliveries[0]).toMatchObject({
      account: { read: 100, accepted: 99, quarantined: 1 },
      reasons: { WITHDRAWS_NOTHING: 1 },
    })
  })
})

describe('what a delivery replaces', () => {
  it('is its period, when the contract says so', async () => {
    const quarter = (from: string, to: string) => ({ period: [from, to] as const })
    deliver(test, 'training', registerCsv('training', [{}, {}, { SEX: 'М' }]), quarter('2024-01-01', '2024-03-31'))
    deliver(test, 'training', registerCsv('training', [{ HELD_ON: '06.05.2024' }]), quarter('2024-04-01', '2024-06-30'))
    await nightly()
    expect(await facts('select count(*) as n from facts.training')).toEqual([{ n: 4 }])
    deliver(test, 'training', registerCsv('training', [{}]), quarter('2024-01-01', '2024-03-31'))
    expect(ends(await nightly())).toMatchObject([{ read: 1, duplicate: 1 }])
    expect(await facts('select count(*) as n from facts.training')).toEqual([{ n: 2 }])
    expect(await facts('select distinct ended_as from facts.training_history')).toEqual([{ ended_as: 'replaced' }])
  })

  it('leaves a state that counts equal rows, and is the same again for the same rows', async () => {
    const states: (string | undefined)[] = []
    for (const count of [1, 3, 1]) {
      const rows = registerCsv(
        'training',
        Array.from({ length: count }, () => ({})),
      )
      // Each file is another one, or it would be known by its hash.
      deliver(test, 'training', `${rows}${'\n'.repeat(states.length)}`, { period: ['2024-01-01', '2024-03-31'] })
      await nightly()
      states.push(generationStore.current(test.home)?.registers['training']?.hash)
    }
    expect(new Set(states).size).toBe(2)
    expect(states[2]).toBe(states[0])
  })

  it('is the whole register, when the contract says so', async () => {
    deliver(test, 'staffing', registerCsv('staffing', many(10, 'POST', 'A')))
    await nightly()
    deliver(test, 'staffing', registerCsv('staffing', [...many(5, 'POST', 'A'), ...many(3, 'POST', 'B')]))
    expect(ends(await nightly())).toMatchObject([{ read: 8, accepted: 3, duplicate: 5 }])
    expect(await facts('select count(*) as n from facts.staffing')).toEqual([{ n: 8 }])
  })

  it('has to be said by a manifest, and rows outside the period are set aside', async () => {
    test.deliver('training_x.csv', registerCsv('training', [{}]))
    expect((await nightly()).refusals).toMatchObject([{ code: 'PERIOD_UNKNOWN' }])
    rmSync(test.incoming, { recursive: true })
    const rows = [...many(99, 'TOPIC', 'T'), { HELD_ON: '05.02.2023' }]
    deliver(test, 'training', registerCsv('training', rows), { period: ['2024-01-01', '2024-03-31'] })
    expect((await nightly()).deliveries[0]?.reasons).toEqual({ OUTSIDE_PERIOD: 1 })
  })
})

describe('what the sender announces', () => {
  it.each([
    ['CONTROL_TOTAL', { totals: [{ column: 'DAYS', sum: 1 }] }],
    ['PERIOD_OUTSIDE_CONTRACT', { period: ['2011-01-01', '2011-12-31'] }],
    ['PERIOD_OUTSIDE_CONTRACT', { period: ['2031-01-01', '2031-12-31'] }],
    ['MANIFEST_INVALID', { period: ['2024-12-31', '2024-01-01'] }],
    ['MANIFEST_INVALID', { totals: [{ column: 'SEX', sum: 1 }] }],
  ] as const)('is compared: %s', async (code, described) => {
    deliver(test, 'sentences', sentencesCsv(soundRows(3)), described as Parameters<typeof deliver>[3])
    expect((await nightly()).refusals).toMatchObject([{ code }])
  })

  it('is right when it adds up, in the unit of the sender', async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(3)), { totals: [{ column: 'DAYS', sum: 3 * 365 }] })
    expect((await nightly()).decision).toBe('published')
  })
})

describe('rows that contradict one another', () => {
  it('are set aside: a person with two sexes, within a file and against what is held', async () => {
    const rows = [
      ...soundRows(200),
      { CASE_ID: 'X1', PERSON_ID: 'TWO', SEX: 'М' },
      { CASE_ID: 'X2', PERSON_ID: 'TWO', SEX: 'Ж' },
    ]
    test.deliver('court_sentences_a.csv', sentencesCsv(rows))
    expect((await nightly()).deliveries[0]?.reasons).toEqual({ TWO_SEXES: 2 })
    test.deliver(
      'court_sentences_b.csv',
      sentencesCsv([...many(100, 'CASE_ID', 'N'), { CASE_ID: 'X3', PERSON_ID: 'P5', SEX: 'Ж' }]),
    )
    expect((await nightly()).deliveries[0]?.reasons).toEqual({ TWO_SEXES: 1 })
  })

  it('may be corrected: by one file for all rows of the person, by a later line, by a withdrawal and a new row', async () => {
    test.deliver(
      'court_sentences_a.csv',
      sentencesCsv([
        ...soundRows(200),
        { CASE_ID: 'A1', PERSON_ID: 'ONE', SEX: 'М' },
        { CASE_ID: 'B1', PERSON_ID: 'TWICE', SEX: 'М' },
        { CASE_ID: 'B2', PERSON_ID: 'TWICE', SEX: 'М' },
        { CASE_ID: 'C1', PERSON_ID: 'HALF', SEX: 'М' },
        { CASE_ID: 'C2', PERSON_ID: 'HALF', SEX: 'М' },
      ]),
    )
    expect((await nightly()).deliveries[0]?.reasons).toEqual({})
    test.deliver(
      'court_sentences_b.csv',
      sentencesCsv([
        ...many(100, 'CASE_ID', 'N'),
        { CASE_ID: 'A1', PERSON_ID: 'ONE', SEX: 'Ж' },
        { CASE_ID: 'B1', PERSON_ID: 'TWICE', SEX: 'Ж' },
        { CASE_ID: 'B2', PERSON_ID: 'TWICE', SEX: 'Ж' },
        { CASE_ID: 'C1', PERSON_ID: 'HALF', SEX: 'Ж' },
        { CASE_ID: 'D1', PERSON_ID: 'LATER', SEX: 'М' },
        { CASE_ID: 'D1', PERSON_ID: 'LATER', SEX: 'Ж' },
      ]),
    )
    const [{ account, reasons } = { account: undefined, reasons: undefined }] = (await nightly()).deliveries
    expect(reasons).toEqual({ TWO_SEXES: 1, CONTRADICTING_ROWS: 1 })
    expect(account).toMatchObject({ read: 106, quarantined: 1 })
  })

  it('block the run when a key means a person here and a case there', async () => {
    deliver(test, 'sentences', sentencesCsv(soundRows(5)))
    deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'C1', CASE_ID: 'C0' }]))
    const report = await nightly()
    expect(report.decision).toBe('blocked')
    expect(report.deliveries.flatMap(({ checks }) => checks)).toMatchObject([
      { code: 'KEY_OF_TWO_MEANINGS', register: 'sentences', outcome: 'block' },
      { code: 'KEY_OF_TWO_MEANINGS', register: 'supervision', outcome: 'block' },
    ])
    expect(generationStore.current(test.home)).toBeUndefined()
    expect(readdirSync(test.incoming)).toHaveLength(2)
  })
})

describe('quarantine', () => {
  it('tells rows that stay there by the numbers that they had', async () => {
    deliver(test, 'supervision', registerCsv('supervision', many(300, 'PERSON_ID', 'S')))
    const rows = [...many(300, 'PERSON_ID', 'S'), { PERSON_ID: 'LATE' }, { PERSON_ID: 'NEVER' }]
    deliver(test, 'assessments', registerCsv('assessments', rows))
    const first = await nightly()
    expect(first.deliveries[1]?.rows).toEqual({ 'UNKNOWN_PARENT:person_key': [301, 302] })
    deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'LATE', CASE_ID: 'C2' }]))
    const retried = (await nightly()).deliveries.find(({ notes }) => notes.includes('RETRIED'))
    expect(retried?.rows).toEqual({ 'UNKNOWN_PARENT:person_key': [302] })
  })

  it('lets rows in once the row that they refer to has come', async () => {
    deliver(test, 'supervision', registerCsv('supervision', many(100, 'PERSON_ID', 'S')))
    const rows = [...many(100, 'PERSON_ID', 'S'), { PERSON_ID: 'LATE' }]
    deliver(test, 'assessments', registerCsv('assessments', rows))
    const first = await nightly()
    expect(first.deliveries[1]?.reasons).toEqual({ 'UNKNOWN_PARENT:person_key': 1 })
    const listed = await test.run('quarantine', 'list')
    expect(listed.out).toMatch(/assessments [0-9a-f]{12}\n {2}UNKNOWN_PARENT:person_key: 1/)
    const shown = await test.run('quarantine', 'show', first.deliveries[1]?.sha256 ?? '')
    expect(shown.out).toBe('row 101: UNKNOWN_PARENT in person_key\n')
    deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'LATE', CASE_ID: 'C2' }]))
    const second = await nightly()
    expect(second.deliveries.find(({ notes }) => notes.includes('RETRIED'))?.account).toMatchObject({
      read: 1,
      accepted: 1,
    })
    expect(await facts('select count(*) as n from facts.assessments')).toEqual([{ n: 101 }])
    expect((await test.run('quarantine', 'list')).out).toBe('Nothing is set aside.\n')
  })

  it('keeps what is still wrong, and a retry that changes nothing publishes nothing', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([...soundRows(100), { CASE_ID: 'A', COURT: 'XX-1' }]))
    const { generation } = await nightly()
    const { code, out } = await test.run('quarantine', 'retry')
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing new')])
    expect(generationStore.current(test.home)?.id).toBe(generation)
    expect((await test.run('quarantine', 'show', 'ffffff')).err).toContain('[NOT_IN_QUARANTINE]')
  })
})

describe('limits', () => {
  const year = (value: number, count: number) =>
    sentencesCsv(
      Array.from({ length: count }, (_, index) => ({
        CASE_ID: `Y${value}-${index}`,
        PERSON_ID: `P${value}-${index}`,
        SENTENCED_ON: `05.03.${value}`,
        IN_FORCE_ON: '',
        ARTICLE: value < 2022 ? '200.1' : '205.1',
      })),
    )
  const of = (value: number) => ({ period: [`${value}-01-01`, `${value}-12-31`] as const })

  it('decide between publishing, publishing with a note and blocking; an operator may let a block pass', async () => {
    for (const [value, count] of [
      [2022, 100],
      [2023, 110],
      [2024, 200],
    ] as const)
      deliver(test, 'sentences', year(value, count), of(value))
    const noted = await nightly()
    expect(noted.decision).toBe('published_with_note')
    expect(noted.deliveries.flatMap(({ checks }) => checks)).toMatchObject([
      { code: 'VOLUME_DRIFT', subject: '2024-03', outcome: 'note' },
      { code: 'PUBLISHED_TOTAL', subject: '2023', outcome: 'note' },
    ])
    deliver(test, 'sentences', year(2025, 900), of(2025))
    const blocked = await nightly()
    expect(blocked.decision).toBe('blocked')
    expect((await test.run('nightly', '--incoming', test.incoming)).out).toContain('[VOLUME_DRIFT]')
    expect((await nightly(['VOLUME_DRIFT:sentences'])).decision).toBe('published_with_note')
  })
})

describe('a published total', () => {
  it('is compared with judgments by the date that counts, not by that of an appeal', async () => {
    const judgments = (year: number, count: number, more: Record<string, string>) =>
      Array.from({ length: count }, (_, index) => ({
        CASE_ID: `C${year}-${index}`,
        PERSON_ID: `P${year}-${index}`,
        IN_FORCE_ON: '',
        ...more,
      }))
    const first = judgments(2022, 200, { SENTENCED_ON: '05.12.2022' })
    const appeals = first.map((row) => ({ ...row, SENTENCED_ON: '06.03.2023', STAGE: '2' }))
    const next = judgments(2023, 6200, { SENTENCED_ON: '05.06.2023' })
    deliver(test, 'sentences', sentencesCsv(first), { period: ['2022-01-01', '2022-12-31'] })
    await nightly()
    deliver(test, 'sentences', sentencesCsv([...appeals, ...next]), { period: ['2023-01-01', '2023-12-31'] })
    const { decision, deliveries } = await nightly()
    expect([decision, deliveries.flatMap(({ checks }) => checks)]).toEqual(['published', []])
  })
})

describe('the history of runs', () => {
  it('shows the wrong file and the right one', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{ SANCTION: '77' }]))
    await nightly()
    rmSync(join(test.incoming, 'court_sentences_a.csv'))
    test.deliver('court_sentences_a.csv', sentencesCsv([{}]))
    await nightly()
    const decisions = listRuns(test.home).map((run) => readRunReport(test.home, run).decision)
    expect(decisions).toEqual(['published', 'refused'])
    expect((await test.run('runs', 'list')).out.trim().split('\n')).toHaveLength(2)
    for (const lang of ['ky', 'ru', 'en']) {
      const { out } = await test.run('runs', 'show', '--format', 'html', '--lang', lang)
      expect(out).toMatch(new RegExp(`^<!doctype html><html lang="${lang}">`))
    }
    expect((await test.run('runs', 'show', 'none')).err).toContain('[UNKNOWN_RUN]')
  })

  it('lets the doctor say what is missing to close a quarter', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{}]))
    await nightly()
    const { out } = await test.run('doctor')
    expect(out).toMatch(/note {2}quarter .*deliveries are missing of sentences, supervision/)
  })
})
