import { describe, expect, it } from 'vitest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { type SentenceCells, sentencesCsv, soundRows } from '../cli/testing/sentences.ts'
import { file, take } from './testing/take.ts'

const kg = loadJurisdiction('kg')
/** The rules of a sender whose cells may hold line breaks. */
const withBreaks = (): Jurisdiction => {
  const sentences = kg.contracts.get('sentences')
  if (sentences === undefined) throw new Error('no contract')
  const contract = { ...sentences, format: { ...sentences.format, line_breaks: true } }
  return { ...kg, contracts: new Map([...kg.contracts, ['sentences', contract]]) }
}
const csv = (text: string, rules = kg) => take(file('court_sentences_x.csv', text), rules)
const rows = (changes: Readonly<Record<number, SentenceCells>>) =>
  sentencesCsv(soundRows(400).map((row, index) => ({ ...row, ...changes[index] })))
const line = (index: number) => index + 2

describe('lines that a quotation mark swallows', () => {
  it.each([0, 150, 399])('are refused with the line of a mark that none closes (row %i)', async (at) => {
    const text = rows({ [at]: { COURT: '"GB-01' } })
    await expect(csv(text)).rejects.toMatchObject({ code: 'OPEN_QUOTE', place: { line: line(at) } })
    await expect(csv(text, withBreaks())).rejects.toMatchObject({ code: 'OPEN_QUOTE', place: { line: line(at) } })
  })

  it.each([
    ['a second mark some rows later', { 40: { COURT: '"GB-01' }, 90: { SEX: 'М"' } }, 40],
    ['a line break in a cell', { 7: { COURT: '"GB-\n01"' } }, 7],
    ['CRLF in a cell', { 7: { COURT: '"GB-01\r\n"' } }, 7],
    ['blank lines in a cell', { 7: { COURT: '"GB-01\n\n\n"' } }, 7],
    ['a doubled mark before the break', { 7: { ARTICLE: '"20""5\n.1"' } }, 7],
    ['the first row', { 0: { CASE_ID: '"C\n1"' } }, 0],
    ['the last row', { 399: { DV: '"0\n"' } }, 399],
  ] as const)('are refused with the line where they begin: %s', async (_, changes, at) => {
    const refused = { code: 'LINE_BREAK_IN_CELL', place: { line: line(at) } }
    await expect(csv(rows(changes))).rejects.toMatchObject(refused)
  })

  it('are parts of a row where the contract says so', async () => {
    for (const changes of [
      { 7: { ARTICLE: '"205\n.1"' } },
      { 7: { ARTICLE: '"20\n\n5"' }, 8: { ARTICLE: '"1\r\n2"' } },
    ]) {
      const { report } = await csv(rows(changes), withBreaks())
      expect(report.account).toMatchObject({ read: 400, accepted: 400 })
    }
  })

  it('are none when marks are closed in their line', async () => {
    const cells = {
      3: { ARTICLE: '"205.1"' },
      4: { ARTICLE: '2"05' },
      5: { ARTICLE: '"20""5"' },
      6: { ARTICLE: '"2;5"' },
    }
    expect((await csv(rows(cells))).report.account).toMatchObject({ read: 400, accepted: 400 })
  })
})

describe('every line of a text', () => {
  const text = rows({})
  it.each([
    [
      'titles, blank lines, broken lines, sums and headers',
      (lines: string[]) => {
        const [header = '', ...body] = lines
        return ['Title', '', header, '', ...body.slice(0, 9), 'x;y', header, ...body.slice(9), '', 'Итого;400', '']
      },
    ],
    ['blank lines at the beginning and the end', (lines: string[]) => ['', '', '', '', '', '', '', ...lines, '', '']],
    ['as it is', (lines: string[]) => lines],
  ] as const)('is in the account: %s', async (_, change) => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { report } = await csv(change(text.trimEnd().split('\n')).join(end) + end)
      expect(report.account).toMatchObject({ accepted: 400 })
      expect(report.notes).not.toContain('NO_LAST_LINE_END')
    }
  })
})

describe('a text whose last line has no end', () => {
  const text = rows({}).trimEnd()

  it('is taken and told when the line is whole, or a sum of the sender', async () => {
    for (const whole of [text, `${text}\nИтого;400`]) {
      const { report } = await csv(whole)
      expect(report.account).toMatchObject({ read: 400, accepted: 400 })
      expect(report.notes).toContain('NO_LAST_LINE_END')
    }
  })

  it.each([1, 12, 41])('is refused when the line misses cells (%i characters)', async (length) => {
    const cut = `${text}\n${text.slice(text.lastIndexOf('\n') + 1).slice(0, length)}`
    await expect(csv(cut)).rejects.toMatchObject({ code: 'CUT_OFF', place: { line: 402 } })
  })

  const [header = '', ...body] = text.split('\n')
  const whole = `"${body[0]?.replace(';', '"x;')}`
  const withLine = (first: string, last: string) => csv([header, first, ...body, last].join('\n'))

  it('is set aside, not refused, when the line is broken but misses no cells, whatever lines above it miss', async () => {
    const { report } = await withLine('x;y', whole)
    expect(report.reasons).toMatchObject({ MALFORMED_LINE: 2 })
    expect(report.account).toMatchObject({ accepted: 400, quarantined: 2 })
  })

  it('is refused when the line misses cells and no broken line above it does', async () => {
    await expect(withLine(whole, 'x;y')).rejects.toMatchObject({ code: 'CUT_OFF', place: { line: 403 } })
  })

  it('is refused when it is cut inside quotation marks, or inside an object', async () => {
    await expect(csv(`${text}\nC;"P`)).rejects.toMatchObject({ code: 'OPEN_QUOTE' })
    const [header = '', row = ''] = text.split('\n')
    const names = header.split(';')
    const object = JSON.stringify(Object.fromEntries(row.split(';').map((cell, at) => [names[at], cell])))
    const cut = file('court_sentences_x.jsonl', `${object}\n${object.slice(0, 50)}`)
    await expect(take(cut)).rejects.toMatchObject({ code: 'CUT_OFF', place: { line: 2 } })
  })
})
