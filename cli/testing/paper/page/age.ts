import { expect } from 'vitest'
import { runNightly } from '../../../nightly/run-nightly.ts'
import { frozenPath, thawFiles } from '../../frozen-files.ts'
import { testHome } from '../../homes.ts'
import { deliver } from '../../registers.ts'
import { sentencesCsv } from '../../sentences.ts'
import { fact, inCustody, persons, type SentenceChecks } from './world.ts'

/** Age, and what is known of it. */
export const ofAge: SentenceChecks = {
  'Dates of birth are personal data: an extract that holds them is refused.': async () => {
    const test = testHome()
    deliver(test, 'sentences', sentencesCsv([{ BIRTH_YEAR: '12.05.1990' }]))
    const run = { home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() }
    const { refusals } = await runNightly(run)
    test.remove()
    expect(refusals.map(({ code }) => code)).toEqual(['PERSONAL_DATA'])
  },
  'Where the register tells the age on the day of the sentence, that age counts.': async () => {
    const test = testHome()
    thawFiles(frozenPath('622cec7', 'mn.home'), test.home)
    const sql = `select count(*) as stated, count(*) filter (persons.age_band = 'A18') as counted
      from facts.sentences as sentences join facts.persons as persons using (case_key, person_key) where age = 19`
    const { stated: reported, counted } = await fact<{ stated: number; counted: number }>(test.home, sql)
    test.remove()
    expect([reported > 0, counted]).toEqual([true, reported])
  },
  'With a year of birth only, age is the year of the event less the year of birth.': async () => {
    expect([
      await inCustody('2023-Q4', { broad_age: 'B00' }),
      await inCustody('2024-Q1', { broad_age: 'B00' }),
    ]).toEqual([1, 0])
    expect(await persons('2024-05', 'GO-01', { age_band: 'A25' })).toBe(1)
  },
  'Somebody who is 17 and would turn 18 later in the year then counts as 18: minors are undercounted.': async () =>
    expect(await persons('2023-09', 'C-02', { age_band: 'A18' })).toBe(1),
}
