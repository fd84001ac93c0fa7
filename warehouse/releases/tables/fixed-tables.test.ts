import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { releaseStore } from '../store/store.ts'
import type { FixedTable } from './fixed-tables.ts'

describe('the printed tables of fines', () => {
  const home = inject('kgHome')
  const file = join(releaseStore.folder(home, releaseStore.current(home)?.id ?? ''), 'tables', 'fines.json')
  const tables = JSON.parse(readFileSync(file, 'utf8')) as readonly FixedTable[]

  it('hold each whole year once, with totals of which the published sums are a part', () => {
    expect(tables.map(({ year }) => year)).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025])
    for (const { sums, rowTotals } of tables)
      for (const [i, row] of sums.entries())
        expect(row.reduce<number>((sum, cell) => sum + (cell ?? 0), 0)).toBeLessThanOrEqual((rowTotals[i] ?? 0) + 1e-6)
  })

  it('never hide a sum alone in its row or column, where the total would tell it', () => {
    for (const { sums } of tables)
      for (const [i, row] of sums.entries())
        for (const [j, cell] of row.entries()) {
          if (cell !== null) continue
          expect(row.filter((other) => other === null).length, `row ${i}`).toBeGreaterThan(1)
          expect(sums.filter((other) => other[j] === null).length, `column ${j}`).toBeGreaterThan(1)
        }
  })
})
