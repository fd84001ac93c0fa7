import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { csvLines, type TestHome, testHome } from '../../cli/testing/homes.ts'
import { type SentenceCells, sentencesCsv } from '../../cli/testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

async function principals(rows: readonly SentenceCells[], by = 'sanction_category'): Promise<string[]> {
  test.deliver('court_sentences_a.csv', sentencesCsv(rows))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
  const words = [
    'query',
    'sentences',
    '--by',
    by,
    '--measure',
    'persons',
    '--level',
    'officer',
    '--purpose',
    'to test it',
  ]
  return csvLines((await test.run(...words)).out).slice(1)
}

describe('the principal sanction of a person', () => {
  it('is the most severe one, and the person is counted once', async () => {
    expect(
      await principals([{ SANCTION: '30', DAYS: '' }, { CHARGE: '2' }, { CHARGE: '3', SANCTION: '22', DAYS: '' }]),
    ).toEqual(['deprivation_of_liberty,1'])
  })

  it('is the longer one of two equally severe ones', async () => {
    expect(await principals([{ DAYS: '365' }, { CHARGE: '2', DAYS: '1095' }], 'length_band')).toEqual(['M036,1'])
  })

  it('is, at equal length, the one with the higher statutory maximum', async () => {
    expect(await principals([{ ARTICLE: '205.1' }, { CHARGE: '2', ARTICLE: '122.1' }], 'offence')).toEqual(['0101,1'])
  })

  it('belongs to each person of a case, and to each judgment of a person', async () => {
    expect(await principals([{}, { PERSON_ID: 'P2' }, { CASE_ID: 'C2' }])).toEqual(['deprivation_of_liberty,3'])
  })

  it('is not custody when the term is suspended: the way of serving decides', async () => {
    expect(await principals([{ SERVING: '2' }], 'sanction_class')).toEqual(['SUSP,1'])
  })

  it('keeps life out of the bands of length', async () => {
    expect(await principals([{ SANCTION: '11', DAYS: '' }], 'length_band')).toEqual(['LIFE,1'])
  })
})
