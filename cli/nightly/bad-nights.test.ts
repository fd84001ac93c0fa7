import { basename } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentGeneration, listRuns, readRunReport } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

let minute = 0
const nightly = (more = {}) =>
  runNightly({
    home: test.home,
    jurisdiction: 'kg',
    incoming: test.incoming,
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
    ...more,
  })
const lastReport = () => readRunReport(test.home, listRuns(test.home)[0] ?? '')

describe('a run that began leaves a report', () => {
  it('when nobody can read a file', async () => {
    test.deliver('court_sentences_a.csv', Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xff, 0xfe]))
    test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(3)).replace('GB-01', '"GB-01'))
    expect((await nightly()).refusals.map(({ code }) => code)).toEqual(['WRONG_ENCODING', 'OPEN_QUOTE'])
    expect(lastReport().refusals).toHaveLength(2)
  })

  it('when it ends by a refusal', async () => {
    await expect(nightly({ incoming: '/no/such/folder' })).rejects.toMatchObject({ code: 'UNREADABLE_FOLDER' })
    expect(lastReport()).toMatchObject({ decision: 'refused', refusals: [{ code: 'UNREADABLE_FOLDER' }] })
  })

  it.each([
    ['DISK_FULL', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
    ['DISK_FULL', new Error('IO Error: Could not write file "x": No space left on device')],
    ['RUN_FAILED', new Error('Parser Error: select "Иванов"')],
  ])('when it ends by an error: %s', async (code, error) => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const progress = () => {
      throw error
    }
    await expect(nightly({ progress })).rejects.toThrow()
    expect(lastReport()).toMatchObject({ decision: 'refused', refusals: [{ code }] })
    expect(JSON.stringify(lastReport())).not.toMatch(/Иванов|select/)
    expect(currentGeneration(test.home)).toBeUndefined()
  })
})

it('tells what it left aside', async () => {
  for (const name of ['Thumbs.db', '~$court_sentences_a.xlsx', '.DS_Store']) test.deliver(name, 'x')
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
  const { decision, skipped } = await nightly()
  expect(decision).toBe('published')
  expect(skipped.map((path) => basename(path)).sort()).toEqual(['.DS_Store', 'Thumbs.db', '~$court_sentences_a.xlsx'])
})
