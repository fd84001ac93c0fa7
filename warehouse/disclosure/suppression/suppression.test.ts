import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangesOfWhole, type SumRange, type SuppressedTable, type WholeTable } from './intervals.ts'
import { isSensitive, type MagnitudeCell, protectionLevelOf, suppress } from './suppress.ts'

/** The 4 × 4 table of the R package sdcTable: two suppressions in every row and column, and yet one cell is exact. */
const cells = [
  [30, 47, 64, 89],
  [90, 124, 5, 31],
  [92, 100, 59, 85],
  [800, 991, 651, 685],
]
const mask = (text: string) => text.split(' ').map((row) => [...row].map((mark) => mark === 's'))

/** What an attacker can conclude about each hidden cell, by row and column; `undefined` for cells that are published. */
async function feasibleRanges(table: SuppressedTable): Promise<readonly (readonly (SumRange | undefined)[])[]> {
  const ranges = await rangesOfWhole(withTotals(table))
  return table.cells.map((row, i) => row.map((_, j) => ranges[i]?.[j]))
}

function withTotals(about: SuppressedTable): WholeTable {
  const { cells, hidden, hiddenRowTotals = [], hiddenColumnTotals = [], isTotalHidden = false } = about
  const width = cells[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, j) => j)
  return {
    sums: withLast(cells.map((row) => [...row, total(row)])),
    hidden: [
      ...cells.map((_, i) => [...columns.map((j) => hidden[i]?.[j] ?? false), hiddenRowTotals[i] ?? false]),
      [...columns.map((j) => hiddenColumnTotals[j] ?? false), isTotalHidden],
    ],
  }
}

function withLast(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...rows, (rows[0] ?? []).map((_, j) => total(rows.map((row) => row[j] ?? 0)))]
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

describe('what an attacker concludes from a table with hidden cells', () => {
  it('may be exact, although two cells are hidden in every row and column', async () => {
    const ranges = await feasibleRanges({ cells, hidden: mask('sss. s.s. .s.s .s.s') })
    expect(ranges[0]?.[1]).toEqual({ min: 47, max: 47 })
    expect(ranges[0]?.[0]).toEqual({ min: 25, max: 94 })
    expect(ranges[3]?.[1]).toEqual({ min: 906, max: 1091 })
  })

  it('is no longer exact with one more cell hidden', async () => {
    const ranges = await feasibleRanges({ cells, hidden: mask('sss. sss. .s.s .s.s') })
    expect(ranges[0]?.[1]).toEqual({ min: 0, max: 141 })
    expect(ranges[1]?.[1]).toEqual({ min: 30, max: 171 })
  })

  it('is the published range of Geurts (1992)', async () => {
    const table = [
      [6, 1],
      [0, 3],
      [3, 3],
    ]
    const ranges = await feasibleRanges({ cells: table, hidden: mask('ss ss ..') })
    expect(ranges[0]).toEqual([
      { min: 3, max: 6 },
      { min: 1, max: 4 },
    ])
  })
})

describe('the p % rule', () => {
  const cell = (sum: number, largest: number, second: number): MagnitudeCell => ({
    sum,
    largest,
    second,
    contributors: 9,
  })
  it('decides as the handbook does', () => {
    expect(isSensitive(cell(110_000, 52_000, 50_000))).toBe(false)
    expect(isSensitive(cell(103_000, 52_000, 50_000))).toBe(true)
    expect(isSensitive({ sum: 10, largest: 5, second: 5, contributors: 2 })).toBe(true)
    expect(isSensitive({ sum: 0, largest: 0, second: 0, contributors: 0 })).toBe(false)
  })
})

describe('a table of sums', () => {
  const magnitude = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 8 }).map((contributions): MagnitudeCell => {
    const [largest = 0, second = 0] = [...contributions].sort((one, other) => other - one)
    const sum = contributions.reduce((total, one) => total + one, 0)
    return { sum, largest, second, contributors: contributions.length }
  })

  it('is published so that no linear program comes near to a sensitive sum, totals included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(magnitude, { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 4 }),
        async (table) => {
          const published = withTotals(await suppress(table))
          const ranges = await rangesOfWhole(published)
          for (const [i, row] of wholeTable(table).entries())
            for (const [j, one] of row.entries()) {
              if (!isSensitive(one)) continue
              expect(published.hidden[i]?.[j]).toBe(true)
              const { min = Number.NaN, max = Number.NaN } = ranges[i]?.[j] ?? {}
              expect(max - one.sum).toBeGreaterThanOrEqual(protectionLevelOf(one) - 1e-6)
              expect(one.sum - min).toBeGreaterThanOrEqual(Math.min(one.sum, protectionLevelOf(one)) - 1e-6)
            }
        },
      ),
      { numRuns: 15 },
    )
  })

  const many: MagnitudeCell = { sum: 90_000, largest: 900, second: 800, contributors: 200 }
  const none: MagnitudeCell = { sum: 0, largest: 0, second: 0, contributors: 0 }
  const few = (sum: number, contributors: number): MagnitudeCell => ({
    sum,
    largest: contributors === 1 ? sum : sum * 0.6,
    second: contributors === 1 ? 0 : sum * 0.4,
    contributors,
  })

  it.each([
    ['two contributors and nobody', [none, few(5000, 2)]],
    ['one contributor beside another', [few(1000, 1), few(5000, 1)]],
  ])('does not tell the total of a row of %s', async (_, last) => {
    const { hiddenRowTotals, hiddenColumnTotals, isTotalHidden } = await suppress([[many, many], [many, many], last])
    expect(hiddenRowTotals[2]).toBe(true)
    expect([...hiddenColumnTotals, isTotalHidden]).toEqual([false, false, false])
    expect(hiddenRowTotals.filter(Boolean).length).toBeGreaterThan(1)
  })

  it('does not tell the total of a column, nor of all, where they tell a contribution', async () => {
    const column = await suppress([
      [many, few(700, 1)],
      [many, few(40, 1)],
      [many, none],
    ])
    expect(column.hiddenColumnTotals).toEqual([true, true])
    const all = await suppress([
      [few(900, 1), none],
      [none, few(100, 1)],
    ])
    expect(all.isTotalHidden).toBe(true)
  })

  it('tells every total where none is sensitive', async () => {
    const { hiddenRowTotals, hiddenColumnTotals, isTotalHidden } = await suppress([
      [many, few(500, 2)],
      [many, many],
      [many, many],
    ])
    expect([...hiddenRowTotals, ...hiddenColumnTotals, isTotalHidden].some(Boolean)).toBe(false)
  })
})

/** With totals of their own making: the contributions of all cells. */
function wholeTable(table: readonly (readonly MagnitudeCell[])[]): readonly (readonly MagnitudeCell[])[] {
  const joined = (cells: readonly MagnitudeCell[]): MagnitudeCell => {
    const tops = cells.flatMap(({ largest, second }) => [largest, second]).sort((one, other) => other - one)
    const add = (name: 'sum' | 'contributors') => cells.reduce((sum, cell) => sum + cell[name], 0)
    return { sum: add('sum'), contributors: add('contributors'), largest: tops[0] ?? 0, second: tops[1] ?? 0 }
  }
  const columns = (table[0] ?? []).map((_, j) => joined(table.flatMap((row) => row[j] ?? [])))
  return [...table.map((row) => [...row, joined(row)]), [...columns, joined(columns)]]
}
