import { afterAll, beforeAll, expect, it } from 'vitest'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { type TestHome, testHome } from '../../cli/testing/homes.ts'
import { type Officer, officerOf } from '../../cli/testing/paper/ask-officer.ts'
import { type SentenceCells, sentencesCsv } from '../../cli/testing/sentences.ts'

const columns = ['CITIZENSHIP', 'DISABILITY', 'PRIOR', 'DV', 'LEGAL_AID', 'DETAINED']
const all = (cell: string): SentenceCells => Object.fromEntries(columns.map((column) => [column, cell]))

let test: TestHome
let officer: Officer
beforeAll(async () => {
  test = testHome()
  const rows = [
    { CASE_ID: 'C1', ...all('1') },
    { CASE_ID: 'C2', ...all('1') },
    { CASE_ID: 'C3', ...all('0'), CITIZENSHIP: '2' },
    { CASE_ID: 'C4', ...all('') },
    { CASE_ID: 'C5', ...all('') },
    { CASE_ID: 'C6', ...all('') },
  ]
  test.deliver('court_sentences_a.csv', sentencesCsv(rows))
  await runNightly({
    home: test.home,
    jurisdiction: 'kg',
    incoming: test.incoming,
    now: new Date('2026-03-01T02:30:00Z'),
  })
  officer = officerOf(test.home)
})
afterAll(async () => {
  await officer.close()
  test.remove()
})

it('an attribute is yes, no or not recorded, and nobody is lost for what was not recorded', async () => {
  const dataset = officer.datasets.find(({ name }) => name === 'sentences_attributes')
  if (dataset === undefined) throw new Error('no dataset')
  const said = await officer.ask(dataset, 'persons', ['attribute', 'attribute_value'])
  const yesNo = ['disability', 'prior_conviction', 'domestic_violence', 'legal_aid', 'detained_before_trial']
  const expected = yesNo.flatMap((name) => [`${name},yes: 2`, `${name},no: 1`, `${name},UNK: 3`])
  const others = ['citizenship,KG: 2', 'citizenship,CIS: 1', 'citizenship,UNK: 3', 'regime,kg-2021: 6']
  const reported = typeof said === 'string' ? [said] : [...said].map(([key, count]) => `${key}: ${count}`)
  expect(reported.sort()).toEqual([...expected, ...others].sort())
})
