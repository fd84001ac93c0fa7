import { expect } from 'vitest'
import { figure, persons, type SentenceChecks, samples, units } from './world.ts'

/** The unit, the principal sanction, lengths and dates. */
export const ofPersons: SentenceChecks = {
  'One row of the register of sentences is one sanction on one charge of one person in one judgment.': async () =>
    expect([await units({ unit: 'sanction' }), await units({ unit: 'charge' })]).toEqual([82, 81]),
  'The unit of all figures is the person-appearance: one person once per judgment.': async () =>
    expect([await persons('2023-04', 'C-01'), await persons('2023-06', 'GB-01')]).toEqual([1, 2]),
  'The principal sanction of a person-appearance is the most severe one by the published ladder.': async () =>
    expect(await persons('2023-04', 'Y-01', { sanction_category: 'fine' })).toBe(1),
  'Ties go to the longer term, then to the charge with the higher statutory maximum, then to the lower article number.':
    async () => {
      expect(await persons('2023-04', 'C-01', { offence: '0501', length_band: 'M036' })).toBe(1)
      expect(await persons('2023-05', 'GB-02', { offence: '0601' })).toBe(1)
      expect(await persons('2023-06', 'GB-02', { offence: '0701' })).toBe(1)
    },
  'The national sanction and how it is served are two fields.': async () => {
    expect(await persons('2023-07', 'J-01', { sanction_category: 'deprivation_of_liberty' })).toBe(1)
    expect(await persons('2023-07', 'J-01', { sanction_category: 'suspended_with_supervision' })).toBe(1)
  },
  'The crosswalk sanctions.csv maps both, under the code regime in force on the day of the sentence, to a category; each category belongs to a class.':
    async () =>
      expect(await persons('2024-05', 'GO-01', { sanction_category: 'deferred', sanction_class: 'SUSP' })).toBe(1),
  'A suspended term is its own class and not custody.': async () => {
    expect(await persons('2023-08', 'GB-04', { sanction_class: 'SUSP' })).toBe(1)
    expect(await persons('2023-08', 'GB-04', { sanction_class: 'CUST' })).toBe(0)
  },
  'Custodial share = CUST ÷ (all − NONE − UNK).': async () =>
    expect(await figure('sentences', 'custodial_share', { from: '2023', to: '2023' })).toBeCloseTo(11 / 35, 9),
  'Lengths are in months; 365 days are 12 months exactly, so whole years fall on the edge of their band.': async () =>
    expect(await persons('2023-01', 'GB-01', { length_band: 'M012' })).toBe(1),
  'Bands are half-open.': async () => expect(await persons('2023-07', 'J-01', { length_band: 'M060' })).toBe(1),
  'Life sentences stand apart and stay out of medians.': async () => {
    expect(await persons('2023-10', 'T-01', { length_band: 'LIFE' })).toBe(1)
    expect(await figure('sentences', 'median_length_months', { court: 'T-01' })).toBeNull()
  },
  'The date is the date of the sentence.': async () => expect(await persons('2024-12', 'GB-03')).toBe(1),
  'A period that the deliveries do not cover to its last day is incomplete: it is marked and left out of growth.':
    async () => {
      const question = { by: 'year', from: '2026', to: '2026', compare: 'previous' }
      const cell = (column: string) => samples().figure('sentences', 'persons', question, column)
      expect([await cell('period_status'), await cell('persons_change')]).toEqual(['incomplete', null])
    },
}
