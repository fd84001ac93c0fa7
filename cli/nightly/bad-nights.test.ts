import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generationStore, listRuns, type RunReport, readRunReport } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
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
    await nightly()
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
    expect(generationStore.current(test.home)).toBeUndefined()
  })
})

it('tells what it left aside', async () => {
  for (const name of ['Thumbs.db', '~$court_sentences_a.xlsx', '.DS_Store']) test.deliver(name, 'x')
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
  const { decision, skipped } = await nightly()
  expect(decision).toBe('published')
  expect(skipped.map((path) => basename(path)).sort()).toEqual(['.DS_Store', 'Thumbs.db', '~$court_sentences_a.xlsx'])
})

describe('a bad file', () => {
  const sound = (index: number) =>
    sentencesCsv(soundRows(2).map((row) => ({ ...row, CASE_ID: `${row['CASE_ID']}-${index}` })))
  const month = (index: number): [string, string] => {
    const [year, number] = [2016 + Math.floor(index / 12), (index % 12) + 1]
    const day = `${year}-${String(number).padStart(2, '0')}`
    return [`${day}-01`, `${day}-28`]
  }
  const training = (index: number) => {
    const [year, number] = month(index)[0].split('-')
    deliver(test, 'training', registerCsv('training', [{ HELD_ON: `05.${number}.${year}` }]), { period: month(index) })
  }
  const bad = (index: number) => test.deliver(`court_sentences_${String(index).padStart(3, '0')}.csv`, 'CASE_ID;"x')
  const rows = ({ registers }: RunReport) =>
    Object.fromEntries(registers.filter(({ after }) => after > 0).map(({ register, after }) => [register, after]))

  /** The long tests try a single bad file at each place, and deliver many more. */
  const isLong = process.env['TARAZA_TEST'] === 'long'
  it.each(isLong ? [[[0]], [[2]], [[3]], [[0, 2, 3]]] : [[[2]], [[0, 2, 3]]])(
    'holds back its register, not the others (files %j of 4)',
    async (places) => {
      for (let index = 0; index < 4; index++) {
        if (places.includes(index)) bad(index)
        else test.deliver(`court_sentences_${String(index).padStart(3, '0')}.csv`, sound(index))
        training(index)
      }
      deliver(test, 'supervision', registerCsv('supervision', [{}]))
      const report = await nightly()
      expect(report).toMatchObject({
        decision: 'published_in_part',
        waiting: ['assessments', 'custody', 'sentences', 'services', 'supervision'],
      })
      expect(report.refusals).toHaveLength(places.length)
      expect(rows(report)).toEqual({ training: 4 })
      expect(generationStore.current(test.home)?.deliveries.every(({ register }) => register === 'training')).toBe(true)
      for (const index of places) rmSync(join(test.incoming, `court_sentences_${String(index).padStart(3, '0')}.csv`))
      const next = await nightly()
      expect(next).toMatchObject({ refusals: [], waiting: [] })
      expect(rows(next)).toEqual({ training: 4, sentences: (4 - places.length) * 2, supervision: 1 })
    },
  )

  it('holds back nothing when its name belongs to no register, and is told with exit 1', async () => {
    test.deliver('prisoners.csv', 'x')
    test.deliver('court_sentences_a.csv', sound(1))
    const { code, out } = await test.run('nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    expect([code, out]).toEqual([1, expect.stringMatching(/\[NO_CONTRACT\].*without the registers/s)])
    expect(generationStore.current(test.home)?.registers['sentences']?.rows).toBe(2)
  })

  it('publishes nothing when all others belong with it', async () => {
    bad(0)
    deliver(test, 'supervision', registerCsv('supervision', [{}]))
    expect(await nightly()).toMatchObject({ decision: 'refused', generation: null })
  })

  const months = isLong ? 100 : 10
  it(`lets ${2 * months} files be told in one night, with bad ones first, in the middle and last`, async () => {
    for (let index = 0; index < months; index++) {
      if ([0, months / 2, months - 1].includes(index)) bad(index)
      else test.deliver(`court_sentences_${String(index).padStart(3, '0')}.csv`, sound(index))
      training(index)
    }
    const report = await nightly()
    expect(report.refusals.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'NOT_CSV'))
    expect(rows(report)).toEqual({ training: months })
  })
})
