import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

/** The Kyrgyz tables with a register of custody that names nobody. */
function withoutPersons(): string {
  const folder = join(test.home, '..', 'kg')
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  const path = join(folder, 'contracts', 'custody.yaml')
  const contract = readFileSync(path, 'utf8')
    .replace('key: [person_key, admitted_on, status_from]', 'key: content')
    .replace(/ {2}person_key: .*\n/, '')
    .replace(/constants:\n.*\n/, 'ignored: [PERSON_ID]\n')
  writeFileSync(path, contract)
  return folder
}

describe('taraza check', () => {
  it('says which measures the contract leaves without what they need', async () => {
    const path = test.deliver('prison_custody_x.csv', registerCsv('custody', [{}]))
    const { code, out } = await test.run('check', path, '--jurisdiction', withoutPersons())
    expect(code).toBe(0)
    expect(out).toContain('not available: custody.releases, which needs custody.person_key\n')
    expect(out).not.toContain('custody.admissions')
    const json = await test.run('check', path, '--jurisdiction', withoutPersons(), '--json')
    expect(JSON.parse(json.out).notAvailable).toContainEqual({
      dataset: 'custody_stock',
      measure: 'held',
      missing: [{ register: 'custody', column: 'person_key' }],
    })
  })

  it('names the period that a row lies outside of', async () => {
    const rows = [...many(400, 'TOPIC', 'T'), { HELD_ON: '05.02.2025' }]
    deliver(test, 'training', registerCsv('training', rows), { period: ['2024-01-01', '2024-03-31'] })
    const { out } = await test.run('check', test.incoming, '--jurisdiction', 'kg')
    expect(out).toContain('OUTSIDE_PERIOD 2024-01-01 to 2024-03-31: 1')
  })

  it('says nothing of them where the contract has all', async () => {
    const path = test.deliver('prison_custody_x.csv', registerCsv('custody', [{}]))
    expect((await test.run('check', path, '--jurisdiction', 'kg')).out).not.toContain('not available')
  })
})

describe('the exit code of taraza check', () => {
  const check = (name: string, text: string) => test.run('check', test.deliver(name, text), '--jurisdiction', 'kg')

  it('is 0 for a file that would be published whole', async () => {
    expect((await check('court_sentences_a.csv', sentencesCsv(soundRows(3)))).code).toBe(0)
  })

  it('is 1 for one that would be refused, and for one that would be blocked', async () => {
    expect(await check('court_sentences_a.csv', 'x')).toMatchObject({
      code: 1,
      out: expect.stringContaining('[MISSING_COLUMN]'),
    })
    const blocked = await check('court_sentences_b.csv', sentencesCsv([...soundRows(3), { COURT: 'XX-9' }]))
    expect([blocked.code, blocked.out]).toEqual([
      1,
      expect.stringMatching(/TOO_MANY_QUARANTINED.*It would be blocked/s),
    ])
  })

  it('is 3 where rows would be set aside, or registers would wait', async () => {
    const quarantined = await check('court_sentences_a.csv', sentencesCsv([...soundRows(400), { COURT: 'XX-9' }]))
    expect([quarantined.code, quarantined.out]).toEqual([
      3,
      expect.stringContaining('It would be published. Rows set aside: 1.'),
    ])
    deliver(test, 'training', registerCsv('training', [{}]))
    test.deliver('court_sentences_a.csv', 'x')
    const inPart = await test.run('check', test.incoming, '--jurisdiction', 'kg')
    expect([inPart.code, inPart.out]).toEqual([
      3,
      expect.stringMatching(/wait for the refused files: .*custody.*in part/s),
    ])
  })

  it('is 2 for an option that there is not, and stands in the help', async () => {
    expect((await test.run('check', '--jurisdicton', 'kg')).code).toBe(2)
    expect((await test.run('check', '--help')).out).toMatch(/\n {2}0 {2}all of it.*\n {2}3 {2}a part/s)
  })

  it('tells of a path where nothing lies in one line', async () => {
    const { code, err } = await test.run('check', join(test.incoming, 'court_sentences_x.csv'), '--jurisdiction', 'kg')
    expect([code, err]).toEqual([1, expect.stringMatching(/^[^\n]*There is no such file[^\n]*\[NO_SUCH_FILE\]\n$/)])
  })

  it('says which name a file has to have when its register is named by hand', async () => {
    const path = test.deliver('x.csv', sentencesCsv(soundRows(3)))
    const { code, out } = await test.run('check', path, '--jurisdiction', 'kg', '--register', 'sentences')
    expect([code, out]).toEqual([3, expect.stringContaining('[NO_CONTRACT]')])
  })
})

describe('rows that would be set aside', () => {
  const cells = [
    ...soundRows(3),
    ...Array.from({ length: 7 }, (_, index) => ({
      CASE_ID: `X${index}`,
      COURT: `XX-${index}`,
      CHARGE: String(index + 1),
    })),
    { CASE_ID: 'Y', SENTENCED_ON: '31.02.2024' },
  ]
  const lines = sentencesCsv(cells).split('\n')
  // A blank line and a broken one stand above the wrong rows, and count as the sender counts them.
  const text = [...lines.slice(0, 2), '', 'too;few', ...lines.slice(2)].join('\n')
  const first = { 'UNKNOWN_CODE:court': [6, 7, 8, 9, 10], 'NOT_A_DATE:sentenced_on': [13], MALFORMED_LINE: [3] }

  it('are told by the first numbers of each reason and column, and by no value', async () => {
    const path = test.deliver('court_sentences_a.csv', text)
    const { out } = await test.run('check', path, '--jurisdiction', 'kg')
    expect(out).toContain('UNKNOWN_CODE in COURT (court): 7, rows 6, 7, 8, 9, 10 and 2 others\n')
    expect(out).toContain('NOT_A_DATE in SENTENCED_ON (sentenced_on): 1, row 13\n')
    expect(out).toContain('MALFORMED_LINE: 1, row 3\n')
    expect(out).not.toMatch(/XX-|31\.02/)
    const json = JSON.parse((await test.run('check', path, '--jurisdiction', 'kg', '--json')).out)
    expect(json.deliveries[0].rows).toEqual(first)
  })

  it('are told so where they are kept without a code or a parent, and a limit blocks', async () => {
    deliver(test, 'supervision', registerCsv('supervision', [{}]), { period: ['2024-01-01', '2024-12-31'] })
    await test.run('nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    const path = test.deliver('probation_assessments_x.csv', registerCsv('assessments', [{}, { PERSON_ID: 'nobody' }]))
    const articles = sentencesCsv([...soundRows(2), { CASE_ID: 'X', ARTICLE: '999.9' }])
    const other = test.deliver('court_sentences_b.csv', articles)
    const { out } = await test.run('check', path, other)
    expect(out).toContain('UNMAPPED in ARTICLE (offence): 1, row 3\n')
    expect(out).toMatch(/UNKNOWN_PARENT in .*person_key.*: 1, row 2\n/)
  })
})

describe('codes that are in no table', () => {
  const rows = [
    ...soundRows(6).map((row) => ({ ...row, COURT: 'GB01 район' })),
    { CASE_ID: 'X1', COURT: 'XX-9' },
    { CASE_ID: 'X2', COURT: 'a text that stands once' },
    { CASE_ID: 'X3', PERSON_ID: 'secret-person', ARTICLE: '205.77', SEX: 'мужчин' },
    { CASE_ID: 'X4', SANCTION: '99', SERVING: '9' },
    { CASE_ID: 'X5', SENTENCED_ON: '31.02.2024' },
  ]
  const text = sentencesCsv(rows)

  it('are listed with their rows and with what to add where, when they are asked for', async () => {
    const path = test.deliver('court_sentences_a.csv', text)
    const { out } = await test.run('check', path, '--jurisdiction', 'kg', '--values')
    expect(out).toMatch(
      /codes of column COURT \(court\) .*lists\/courts\.csv:\n {2}GB01 район +6 rows .*\n {2}XX-9 +1 row /,
    )
    expect(out).toContain('too rare: 1, in 1 row\n')
    expect(out).not.toContain('a text that stands once')
    expect(out).toMatch(/SEX \(sex\).*\n {2}мужчин +1 row {2}add: мужчин in column aliases of M/)
    expect(out).toMatch(
      /ARTICLE \(offence\).*crosswalks\/articles\.csv:\n {2}205\.77 +1 row {2}add: 205\.77,kg-2021,CODE,,,sample/,
    )
    expect(out).toMatch(/SANCTION \(sanction_category\).*\n {2}99 +1 row {2}add: 99,9,kg-2021,CODE,sample/)
    expect(out).not.toMatch(/secret-person|31\.02/)
  })

  it('are told of without the advice to list them where they are listed', async () => {
    const path = test.deliver('court_sentences_a.csv', text)
    const check = async (...more: string[]) => (await test.run('check', path, '--jurisdiction', 'kg', ...more)).out
    expect(await check()).toContain('--values" lists the codes')
    const listed = await check('--values')
    expect(listed).toContain('[UNKNOWN_CODE]')
    expect(listed).not.toContain('--values')
  })

  it('are told by number alone otherwise, and never in a report or in an error', async () => {
    const path = test.deliver('court_sentences_a.csv', text)
    for (const words of [
      ['check', path],
      ['check', path, '--json'],
      ['nightly', '--incoming', test.incoming],
    ]) {
      const { out, err } = await test.run(...words, '--jurisdiction', 'kg')
      expect(out + err).not.toMatch(/GB01 район|XX-9|мужчин|205\.77/)
      expect(out + err).toContain('UNKNOWN_CODE')
    }
  })

  it('are not listed where the file carries personal data', async () => {
    const path = test.deliver('court_sentences_a.csv', sentencesCsv([...rows, { CASE_ID: 'X6', COURT: '12.03.1987' }]))
    const { out } = await test.run('check', path, '--jurisdiction', 'kg', '--values')
    expect(out).toContain('[PERSONAL_DATA]')
    expect(out).not.toMatch(/12\.03\.1987|GB01 район/)
  })
})

describe('taraza check without files', () => {
  it('notes keys under former names, for machines too, and finds no fault in them', async () => {
    const folder = withoutPersons()
    const path = join(folder, 'contracts', 'custody.yaml')
    const contract = readFileSync(path, 'utf8')
    writeFileSync(path, contract.replace('date_column:', 'dated:'))
    const message = 'delivery: "dated" is now called "date_column". The next version accepts only "date_column".'
    const { code, out, err } = await test.run('check', '--jurisdiction', folder)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/custody\.yaml:\d+: delivery: "dated" is now called "date_column"/)
    expect(out).toContain('Nothing is wrong in the files')
    const json = JSON.parse((await test.run('check', '--jurisdiction', folder, '--json')).out)
    expect(json.faults).toEqual([])
    expect(json.notes).toEqual([expect.objectContaining({ file: path, message, line: expect.any(Number) })])
  })

  it('looks at the files of the jurisdiction alone', async () => {
    const { code, out } = await test.run('check', '--jurisdiction', 'kg')
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/Nothing is wrong in the files of kg: 9 contracts, \d+ lists/),
    ])
    expect((await test.run('check')).err).toContain('[JURISDICTION_NEEDED]')
  })

  it('lists every fault on a line of its own', async () => {
    const folder = withoutPersons()
    writeFileSync(join(folder, 'law-changes.yaml'), '- code: [')
    writeFileSync(join(folder, 'lists', 'regions.csv'), 'code,en,rus,ky\n')
    const { code, err } = await test.run('check', '--jurisdiction', folder)
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/regions\.csv:1: .*"rus"\. Did you mean "ru".*\n.*law-changes\.yaml:\d+: /),
    ])
    const { out } = await test.run('check', '--jurisdiction', folder, '--json')
    expect(JSON.parse(out).refused.faults.length).toBeGreaterThan(1)
  })
})
