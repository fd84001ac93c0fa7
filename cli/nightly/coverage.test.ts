import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { generationStore } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { type Described, deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

let minute = 0
const nightly = (jurisdiction = 'kg') =>
  runNightly({
    home: test.home,
    jurisdiction,
    incoming: test.incoming,
    accept: ['TOO_MANY_QUARANTINED'],
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
  })

const text = sentencesCsv([{}, { CASE_ID: 'C2' }])
const covers = () => generationStore.current(test.home)?.coverages['sentences']
const send = (from: string, to: string, more: Described = {}) =>
  deliver(test, 'sentences', text, { period: [from, to], ...more })

describe('what a delivery covers', () => {
  it('can be declared later by a manifest: the same file is then a delivery that says so', async () => {
    test.deliver('court_sentences_x.csv', text)
    await nightly()
    expect(covers()).toBeUndefined()
    send('2024-01-01', '2024-03-31')
    const { decision, deliveries } = await nightly()
    expect([decision, deliveries[0]?.notes]).toEqual(['published', ['COVERAGE_CORRECTED']])
    expect(deliveries[0]?.account).toMatchObject({ read: 2, accepted: 0, duplicate: 2 })
    expect(covers()).toEqual({ from: '2024-01-01', to: '2024-03-31' })
  })

  it.each([
    ['2024-01-01', '2024-12-31'],
    ['2024-03-01', '2024-03-31'],
    ['2023-01-01', '2024-03-05'],
  ])('can be corrected: %s to %s takes the place of the first quarter', async (from, to) => {
    send('2024-01-01', '2024-03-31')
    await nightly()
    send(from, to)
    expect((await nightly()).decision).toBe('published')
    expect(covers()).toEqual({ from, to })
    send(from, to)
    const again = await nightly()
    expect([again.decision, again.deliveries[0]?.notes]).toEqual(['nothing_new', ['SAME_FILE_AGAIN']])
  })

  it('is not corrected by a manifest that was sent earlier', async () => {
    send('2024-01-01', '2024-03-31', { sentAt: '2024-04-02T00:00:00Z' })
    await nightly()
    send('2024-01-01', '2024-12-31', { sentAt: '2024-04-01T00:00:00Z' })
    expect((await nightly()).decision).toBe('nothing_new')
    expect(covers()).toEqual({ from: '2024-01-01', to: '2024-03-31' })
  })

  it('may not leave out rows that came with it, nor days that the contract forbids', async () => {
    send('2024-01-01', '2024-03-31')
    await nightly()
    send('2024-01-01', '2024-02-29')
    expect((await nightly()).refusals).toMatchObject([{ code: 'PERIOD_AGAINST_ROWS' }])
  })

  it('is refused when two manifests that came together differ', async () => {
    send('2024-01-01', '2024-03-31')
    send('2024-01-01', '2024-06-30')
    expect((await nightly()).refusals).toMatchObject([{ code: 'CONTRADICTING_DELIVERIES' }])
  })

  it('lets rows in that were set aside because they lay outside', async () => {
    const rows = registerCsv('training', [...many(60, 'TRAINING_ID', 'T'), { HELD_ON: '06.05.2024' }])
    deliver(test, 'training', rows, { period: ['2024-01-01', '2024-03-31'] })
    expect((await nightly()).deliveries[0]?.reasons).toEqual({ OUTSIDE_PERIOD: 1 })
    deliver(test, 'training', rows, { period: ['2024-01-01', '2024-06-30'] })
    await nightly()
    expect(generationStore.current(test.home)?.registers['training']?.rows).toBe(61)
  })

  it('does not take the place of days that another delivery of the register covers', async () => {
    const quarter = (from: string, to: string): Described => ({ period: [from, to] })
    deliver(test, 'training', registerCsv('training', [{}]), quarter('2024-01-01', '2024-03-31'))
    deliver(test, 'training', registerCsv('training', [{ HELD_ON: '06.05.2024' }]), quarter('2024-04-01', '2024-06-30'))
    await nightly()
    deliver(test, 'training', registerCsv('training', [{}]), quarter('2024-01-01', '2024-06-30'))
    expect((await nightly()).refusals).toMatchObject([{ code: 'PERIOD_AGAINST_ROWS' }])
  })

  it('can be declared later by the contract, and then nothing has to be sent again', async () => {
    const folder = join(test.home, '..', 'kg')
    cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
    test.deliver('court_sentences_x.csv', text)
    await nightly(folder)
    const path = join(folder, 'contracts', 'sentences.yaml')
    const declared = 'date_column: sentenced_on\n  coverage: { from: 2024-01-01, to: 2024-06-30 }'
    writeFileSync(path, readFileSync(path, 'utf8').replace('date_column: sentenced_on', declared))
    expect((await nightly(folder)).decision).toBe('published')
    expect(covers()).toEqual({ from: '2024-01-01', to: '2024-06-30' })
    expect((await nightly(folder)).decision).toBe('nothing_new')
  })
})
