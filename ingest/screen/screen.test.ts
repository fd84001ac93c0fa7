import { describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, selectRow } from '#foundation'
import { anyKind, tellingColumnName } from './kinds.ts'

async function betrays(cells: readonly string[]): Promise<string[]> {
  const engine = await Engine.open()
  const found = await engine.withConnection(async (connection) => {
    const seen = cells.map((cell) => `regexp_matches(${quoteLiteral(cell)}, ${quoteLiteral(anyKind)})`)
    const row = await selectRow<{ found: boolean[] }>(connection, `select [${seen.join(', ')}]::varchar as found`)
    return JSON.parse(String(row.found)) as boolean[]
  })
  engine.close()
  return cells.filter((_, index) => found[index])
}

describe('the screen for personal data', () => {
  it.each([
    ['a personal number', '21505202401234'],
    ['one inside a text', 'ПИН 21505202401234, Бишкек'],
    ['one with blanks', '2 15052024 01234'],
    ['one with hyphens', '2-15052024-01234'],
    ['one that a spreadsheet turned into a decimal', '21505202401234.0'],
    ['one that a spreadsheet damaged', '2,15052E+13'],
    ['a phone', '+996 555 123 456'],
    ['a phone without a plus', '996555123456'],
    ['an e-mail address', 'a.asanova@example.kg'],
    ['a passport', 'ID1234567'],
    ['an older passport', 'AN 7654321'],
    ['a patronymic', 'Иванов Пётр Сергеевич'],
    ['a Kyrgyz patronymic', 'Асан Болот уулу'],
    ['one in Latin letters', 'Aigul Asan kyzy'],
  ])('finds %s', async (_, cell) => {
    expect(await betrays([cell])).toEqual([cell])
  })

  it('lets similar things pass', async () => {
    const clean = [
      'C202001-00000',
      'P1k4-l2m8sc',
      '11.1.2.4',
      '1.5555555555555556',
      '0.55555555555556',
      '31.12.2024',
      '450000.0',
      '2024',
      'GB-01',
      'a3f5c8e1b2d4967f',
      '123456789012345',
      '1234567890123',
      '<b>',
    ]
    expect(await betrays(clean)).toEqual([])
  })

  it('knows column names that announce it', () => {
    expect(
      ['PIN', 'ФИО', 'phone_number', 'birth_date', 'дата_рождения'].filter((name) => !tellingColumnName.test(name)),
    ).toEqual([])
    expect(
      ['CASE_ID', 'SHIPPING', 'birth_year', 'opinion', 'extraction_method'].filter((name) =>
        tellingColumnName.test(name),
      ),
    ).toEqual([])
  })
})
