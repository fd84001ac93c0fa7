import { afterEach, beforeEach, expect, it } from 'vitest'
import { calendarYears } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { sentencesCsv } from '../testing/sentences.ts'
import { runText } from '../texts/report-text.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

let minute = 0
const nightly = () =>
  runNightly({
    home: test.home,
    jurisdiction: 'kg',
    incoming: test.incoming,
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
  })
const quarter = { period: ['2024-01-01', '2024-03-31'] as const }

it('the report of a night tells how many rows earlier deliveries lost to it, by register', async () => {
  test.deliver('court_sentences_a.csv', sentencesCsv([{ DAYS: '365' }, { CASE_ID: 'C2' }, { CASE_ID: 'C3' }]))
  deliver(test, 'training', registerCsv('training', [{}, {}, { SEX: 'М' }]), quarter)
  const first = await nightly()
  expect(first.deliveries.map(({ ended }) => ended)).toEqual(
    first.deliveries.map(() => ({ superseded: 0, replaced: 0, withdrawn: 0 })),
  )
  expect(runText(first, calendarYears)).not.toContain('earlier deliveries')
  const headers = [...sentencesCsv([]).trim().split(';'), 'RECORD']
  const changed = [{ DAYS: '730' }, { CASE_ID: 'C2', RECORD: 'D' }, { CASE_ID: 'C4' }]
  test.deliver('court_sentences_b.csv', sentencesCsv(changed, headers))
  deliver(test, 'training', registerCsv('training', [{}]), quarter)
  const second = await nightly()
  const lost = Object.fromEntries(second.deliveries.map(({ register, ended }) => [register, ended]))
  expect(lost).toEqual({
    sentences: { superseded: 1, replaced: 0, withdrawn: 1 },
    training: { superseded: 0, replaced: 2, withdrawn: 0 },
  })
  const text = runText(second, calendarYears)
  expect(text).toContain('sentences: earlier deliveries lost rows to these: 1 superseded, 1 withdrawn\n')
  expect(text).toContain('training: earlier deliveries lost rows to these: 2 replaced\n')
})
