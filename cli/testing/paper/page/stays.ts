import { expect } from 'vitest'
import { clients, figure, inCustody, type SentenceChecks } from './world.ts'

/** Prison and probation. */
export const ofStays: SentenceChecks = {
  'A stock is what stands at the end of a day: who leaves on that day is not in it.': async () => {
    expect([await clients('2024-Q1', { region: 'KG-J' }), await clients('2024-Q2', { region: 'KG-J' })]).toEqual([1, 0])
    expect([await inCustody('2023-Q4', { sex: 'F' }), await inCustody('2024-Q1', { sex: 'F' })]).toEqual([1, 0])
  },
  'A status ends at the next status of the stay, the last one at its own end, and all of them at the release of the stay.':
    async () => {
      const waits = { status: 'tried_awaiting_first_judgment' }
      expect([await inCustody('2023-Q1', waits), await inCustody('2023-Q2', waits)]).toEqual([1, 0])
      expect([await inCustody('2023-Q3'), await inCustody('2023-Q4')]).toEqual([8, 8])
      expect(await inCustody('2024-Q4')).toBe(9)
    },
  'A stay that nobody closed ends when the person is admitted again.': async () => {
    const [before, after] = [{ status: 'sentenced' }, { status: 'untried' }].map((one) => ({
      ...one,
      broad_age: 'B35',
    }))
    expect([await inCustody('2023-Q4', before), await inCustody('2024-Q1', after)]).toEqual([3, 1])
    expect(await inCustody('2024-Q1', before)).toBe(2)
  },
  'A release counts once, by the legal status on that day.': async () => {
    const released = (status: string) => figure('custody', 'releases', { from: '2023-Q4', to: '2023-Q4', status })
    expect([await released('sentenced'), (await released('untried')) ?? 0]).toEqual([5, 0])
  },

  'A transfer between offices is neither entry nor exit.': async () => {
    const flow = (measure: string) => figure('supervision', measure, { kind: 'executive' })
    expect([await flow('entries'), await flow('exits')]).toEqual([46, 16])
  },
  'Between two offices a person stands at neither.': async () =>
    expect([await clients('2023-Q1', { region: 'KG-T' }), await clients('2023-Q1', { region: 'KG-N' })]).toEqual([
      0, 0,
    ]),
  'A person with orders at several offices is one client, at the office of the latest registration.': async () => {
    const older = { broad_age: 'B35', sex: 'M' }
    expect(await clients('2023-Q4', { region: 'KG-C', ...older })).toBe(2)
    expect(await clients('2023-Q4', { region: 'KG-GB', ...older })).toBe(2)
  },
  'An order past its planned end stays open until its end is told.': async () =>
    expect(await clients('2024-Q4', { region: 'KG-GB', sex: 'F' })).toBe(1),
}
