import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { type TestHome, testHome } from '../../cli/testing/homes.ts'
import { officerOf } from '../../cli/testing/paper/ask-officer.ts'
import { deliver, registerCsv } from '../../cli/testing/registers.ts'
import { type SentenceCells, sentencesCsv } from '../../cli/testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const night = () =>
  runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date('2026-03-01T02:30:00Z') })

/** Delivers rows of one judgment in as many nights, each with the time at which it was sent. */
async function nights(...rows: readonly (readonly [sentAt: string, row: SentenceCells])[]): Promise<void> {
  for (const [sentAt, row] of rows) {
    deliver(test, 'sentences', sentencesCsv([row]), { sentAt, period: ['2023-01-01', '2024-12-31'] })
    const { refusals } = await night()
    expect(refusals).toEqual([])
  }
}

async function months(measure = 'persons', stage = 'latest'): Promise<unknown> {
  const officer = officerOf(test.home)
  const name = stage === 'latest' ? 'sentences' : 'sentences_units'
  const dataset = officer.datasets.find((one) => one.name === name)
  if (dataset === undefined) throw new Error(name)
  const by = stage === 'latest' ? ['month', 'sanction_class'] : ['stage', 'year', 'sanction_class']
  const said = await officer.ask(dataset, measure, by)
  await officer.close()
  return typeof said === 'string' ? said : Object.fromEntries(said)
}

const first: SentenceCells = { SENTENCED_ON: '05.12.2023', IN_FORCE_ON: '' }
const correction: SentenceCells = { ...first, SENTENCED_ON: '04.11.2023', DAYS: '730' }
const appeal: SentenceCells = { SENTENCED_ON: '10.06.2024', IN_FORCE_ON: '10.06.2024', STAGE: '2', SERVING: '2' }

describe('a judgment that changes', () => {
  it('keeps its first date through a correction and an appeal, whichever date they say', async () => {
    await nights(
      ['2024-01-05T00:00:00Z', first],
      ['2024-02-05T00:00:00Z', correction],
      ['2024-07-05T00:00:00Z', appeal],
    )
    expect(await months()).toEqual({ '2023-12,SUSP': 1 })
    expect(await months('count', 'first_instance')).toEqual({
      'latest,2023,SUSP': 1,
      'first_instance,2023,CUST': 1,
      'in_force,2023,SUSP': 1,
    })
  })

  it('has the date of the row that was sent first, though it came last', async () => {
    await nights(['2024-07-05T00:00:00Z', appeal], ['2024-01-05T00:00:00Z', first])
    expect(await months()).toEqual({ '2023-12,SUSP': 1 })
    expect(await months('count', 'first_instance')).toMatchObject({ 'first_instance,2023,CUST': 1 })
  })

  it('was pronounced as its correction says, though what it corrected came later', async () => {
    const fine = { ...first, SENTENCED_ON: '04.11.2023', SANCTION: '30', DAYS: '' }
    await nights(['2024-02-05T00:00:00Z', fine], ['2024-01-05T00:00:00Z', first], ['2024-07-05T00:00:00Z', appeal])
    expect(await months('count', 'first_instance')).toMatchObject({ 'first_instance,2023,FIN': 1 })
    expect(await months()).toEqual({ '2023-12,SUSP': 1 })
  })

  it('leaves those of other persons as they are, counted once', async () => {
    const other = { ...first, CASE_ID: 'C2', PERSON_ID: 'P2', SANCTION: '30', DAYS: '' }
    await nights(['2024-01-05T00:00:00Z', other], ['2024-01-06T00:00:00Z', first], ['2024-07-05T00:00:00Z', appeal])
    expect(await months()).toEqual({ '2023-12,SUSP': 1, '2023-12,FIN': 1 })
  })

  it('is another one once it was withdrawn, as often as it is', async () => {
    const withHeader = (row: SentenceCells) =>
      sentencesCsv([row], [...(sentencesCsv([]).split('\n')[0] ?? '').split(';'), 'RECORD'])
    const again = { ...first, SENTENCED_ON: '11.01.2024' }
    const corrected = { ...again, DAYS: '730' }
    const withdrawn = (row: SentenceCells) => ({ ...row, RECORD: 'D' })
    for (const row of [first, withdrawn(first), again, corrected, withdrawn(corrected), appeal]) {
      deliver(test, 'sentences', withHeader(row))
      await night()
    }
    expect(await months()).toEqual({ '2024-06,SUSP': 1 })
  })
})

describe('a transfer to another office', () => {
  it('begins no supervision in the next year', async () => {
    const order = { PERSON_ID: 'P1', CASE_ID: 'C1', REGISTERED_ON: '10.10.2023', STARTS_ON: '10.10.2023' }
    const sent = { ...order, ENDED_ON: '10.01.2024', OUTCOME: '5' }
    const received = { ...order, ORDER_NO: '2', OFFICE: 'C-1', REGISTERED_ON: '12.01.2024', STARTS_ON: '12.01.2024' }
    const stays = registerCsv('custody', [{ PERSON_ID: 'P9' }])
    const period = ['2023-01-01', '2025-12-31'] as const
    deliver(test, 'supervision', registerCsv('supervision', [sent, received]), { period })
    deliver(test, 'sentences', sentencesCsv([{}]), { period })
    deliver(test, 'custody', stays, { period })
    await night()
    const officer = officerOf(test.home)
    const cohort = { event: 'new_conviction', horizon: 'H12', kind: 'executive', by: 'year' }
    expect(await officer.figure('followup', 'cohort', cohort)).toBe(1)
    expect(await officer.figure('followup', 'cohort', cohort, 'year')).toBe(2023)
    await officer.close()
  })
})
