import { describe, expect, it } from 'vitest'
import { sentencesCsv, soundRows } from '../../cli/testing/sentences.ts'
import { file, take } from '../testing/take.ts'

const [header = '', ...rows] = sentencesCsv(soundRows(9)).trimEnd().split('\n')
const csv = (...lines: readonly string[]) => take(file('court_sentences_x.csv', `${lines.join('\n')}\n`))
const under = (delimiter: string) => (line: string) => line.replaceAll(';', delimiter)

describe('rows under another delimiter than their header', () => {
  it.each([
    [';', ',', 'by ";", but line 2 by ","'],
    [',', ';', 'by ",", but line 2 by ";"'],
    ['\t', ',', 'by a tab, but line 2 by ","'],
    [';', '|', 'by ";", but line 2 by "|"'],
  ])('refuse the file with both, header %j and rows %j', async (above, below, said) => {
    await expect(csv(under(above)(header), ...rows.map(under(below)))).rejects.toMatchObject({
      code: 'MIXED_DELIMITERS',
      message: expect.stringContaining(said),
      place: { line: 2 },
    })
  })

  it('refuse it with the first line, also below titles and sound rows', async () => {
    const [first = '', second = '', ...others] = rows
    const mixed = csv('Title, of the export', '', header, first, second, ...others.map(under(',')))
    await expect(mixed).rejects.toMatchObject({ code: 'MIXED_DELIMITERS', place: { line: 6 } })
  })

  it('are not lines with too few cells, with a comma in a cell, or with fewer commas than the header has columns', async () => {
    const [first = '', ...others] = rows
    const { report } = await csv(header, first.replace('365', '365,5'), ...others, 'C77,P77,1')
    expect(report.account).toMatchObject({ accepted: 9, quarantined: 1 })
    expect(report.reasons).toEqual({ MALFORMED_LINE: 1 })
  })
})
