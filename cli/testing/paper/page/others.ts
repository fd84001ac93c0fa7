import { expect } from 'vitest'
import { figure, paperHome, type SentenceChecks, samples, units } from './world.ts'

/** Rates, changes and other units. */
export const ofOthers: SentenceChecks = {
  'A rate over several years is the rate of a year.': async () =>
    expect(await figure('sentences', 'rate_per_100k', { region: 'KG-GB' })).toBeCloseTo((20 / 6300) * 100_000, 9),
  'Where the denominator of some year is not known there is no rate, and a note says so.': async () => {
    expect(await figure('sentences', 'rate_per_100k', { region: 'KG-C' })).toBeNull()
    const question = { region: 'KG-C' }
    expect(await paperHome().officer.notes('sentences', 'rate_per_100k', question)).toContain('partly_known')
    expect(await figure('sentences', 'rate_per_100k', { ...question, from: '2023', to: '2023' })).toBe(1000)
  },
  'What fell to zero is a row of zero.': async () => {
    const question = { by: 'year,court', court: 'T-01', from: '2024', to: '2024', compare: 'previous' }
    expect(await figure('sentences', 'persons', question)).toBe(0)
  },
  'Its change is −100 % only where the zero is exact.': async () => {
    const question = { by: 'year,court', court: 'T-01', from: '2024', to: '2024', compare: 'previous' }
    expect(await paperHome().officer.figure('sentences', 'persons', question, 'persons_change')).toBe(-1)
  },

  'The dataset sentences_units counts the same judgments otherwise, nationally by year and class, one switch at a time:':
    async () =>
      await expect(units({ unit: 'case', stage: 'in_force' })).rejects.toMatchObject({ code: 'ONE_SWITCH_AT_A_TIME' }),
  'Always: persons ≤ cases × persons per case, persons ≤ charges ≤ sanctions, and persons in a year ≤ persons.':
    async () => {
      const all = ['person', 'case', 'charge', 'sanction', 'person_year'].map((unit) => units({ unit }))
      expect(await Promise.all(all)).toEqual([66, 63, 81, 82, 62])
    },
  'A judgment of which only the appeal was delivered has no first instance.': async () =>
    expect(await units({ stage: 'first_instance' })).toBe(63),
  'A series that crosses a change of the law is marked; a comparison across one says so in each row.': async () => {
    const question = { by: 'quarter', from: '2021-Q4', to: '2021-Q4', compare: 'previous' }
    expect(await samples().figure('sentences', 'persons', question, 'comparison')).toBe('across_break')
  },
}
