import { expect } from 'vitest'
import { runNightly } from '../../../nightly/run-nightly.ts'
import { testHome } from '../../homes.ts'
import { deliver } from '../../registers.ts'
import { sentencesCsv } from '../../sentences.ts'
import { fact, figure, paperHome, persons, type SentenceChecks } from './world.ts'

/** Theft was article 200.1 until the code of December 2021, and is 205.1 in it. */
async function onAppealUnderANewCode(): Promise<void> {
  const test = testHome()
  try {
    const first = { SENTENCED_ON: '15.11.2021', IN_FORCE_ON: '', ARTICLE: '200.1', SANCTION: '10' }
    const appeal = { ...first, SENTENCED_ON: '15.01.2022', STAGE: '2', ARTICLE: '205.1' }
    for (const [day, row] of [first, appeal].entries()) {
      deliver(test, 'sentences', sentencesCsv([row]), { sentAt: `2022-03-0${day + 1}T00:00:00Z` })
      const now = new Date(`2026-03-0${day + 1}T02:30:00Z`)
      await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now })
    }
    const sql =
      'select count(*)::integer as n, min(year)::integer as year, min(regime) as regime, min(offence)::varchar as offence'
    const counted = { n: 1, year: 2021, regime: 'kg-2021', offence: '0502' }
    expect(await fact(test.home, `${sql} from facts.persons`)).toEqual(counted)
  } finally {
    test.remove()
  }
}

/** Judgments that change, merge or come again. */
export const ofJudgments: SentenceChecks = {
  'A judgment is one case and one person.': async () => expect(await persons('2023-07', 'J-01')).toBe(2),
  'What an appeal changes replaces the rows that it changes: the person moves from one class to another and is never counted twice.':
    async () => {
      expect(await persons('2024', 'GB-01', { sanction_class: 'NONE' })).toBe(1)
      expect(await persons('2024', 'GB-01')).toBe(2)
    },
  'The date stays that of the first sentence delivered, whatever a later row says.': async () => {
    expect([await persons('2023-02', 'GB-01'), await persons('2023-05', 'GB-01')]).toEqual([2, 0])
    expect([await persons('2023-12', 'GB-02'), await persons('2024', 'GB-02')]).toEqual([1, 0])
    expect([await persons('2023-10', 'C-05'), await persons('2023-12', 'C-05')]).toEqual([1, 0])
  },
  'The codes of each row are read under the code in force on the day that this row says, also on appeal.':
    onAppealUnderANewCode,
  'An appeal is no new conviction.': async () => {
    const cohort = { kind: 'executive', event: 'new_conviction', horizon: 'H06', happened: 'yes' }
    expect(await figure('followup', 'cohort', { from: '2023', to: '2023', ...cohort })).toBe(1)
  },
  'A correction keeps the date as well.': async () =>
    expect([await persons('2023-06', 'GB-04'), await persons('2023-07', 'GB-04')]).toEqual([1, 0]),
  'A wrong date is mended by a withdrawal and a new row in a later delivery.': async () =>
    expect([await persons('2023-02', 'GB-03'), await persons('2023-12', 'GB-03')]).toEqual([0, 1]),
  'Earlier rows stay in the history.': async () => {
    const sql = `select count(*) filter (ended_as = 'superseded') as superseded from facts.sentences_history`
    // A02 A03 A22 A31 A32 A33 A34 A36 A41 A52, A53 and A62 twice, and A37 and A51 within one file
    expect(await fact(paperHome().home, sql)).toEqual({ superseded: 16 })
  },
  'A judgment that merges earlier sentences counts on its own day with the whole term; the judgments that it merges stay counted.':
    async () => {
      expect(await persons('2023-08', 'GB-04', { length_band: 'M024' })).toBe(1)
      expect(await persons('2023-11', 'GB-04', { length_band: 'M036' })).toBe(1)
    },
  'Somebody who is sentenced again, in another case, counts again.': async () =>
    expect([await persons('2023-03', 'J-01'), await persons('2024-02', 'J-01')]).toEqual([1, 1]),
}
