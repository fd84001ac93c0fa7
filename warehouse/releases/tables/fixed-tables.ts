import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { readState, selectRows } from '#foundation'
import { type MagnitudeCell, suppress } from '../../disclosure/suppression/suppress.ts'
import { releaseStore } from '../store/store.ts'

/** A published table of sums for one year: rows by region, columns by sex, `null` where a sum or a total is not told. */
export interface FixedTable {
  readonly table: 'fines'
  readonly year: number
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly sums: readonly (readonly (number | null)[])[]
  readonly rowTotals: readonly (number | null)[]
  readonly columnTotals: readonly (number | null)[]
  readonly total: number | null
}

/** Where a release keeps them, in its folder. */
export const fixedTablesFile = join('tables', 'fines.json')

/** The tables of a release, oldest year first; none where it was made before there were any. @throws {@link Refusal} `STATE_BROKEN` */
export function readFixedTables(home: string, id: string): readonly FixedTable[] {
  const path = join(releaseStore.folder(home, id), fixedTablesFile)
  return existsSync(path) ? readState(path, z.array(storedSchema)).map(withTotal) : []
}

const toldSum = z.number().nullable()
const storedSchema = z.object({
  table: z.literal('fines'),
  year: z.number().int(),
  rows: z.array(z.string()),
  columns: z.array(z.string()),
  sums: z.array(z.array(toldSum)),
  rowTotals: z.array(toldSum),
  columnTotals: z.array(toldSum),
  /** Tables of earlier versions told every total but that of all. */
  total: toldSum.optional(),
})

function withTotal(table: z.output<typeof storedSchema>): FixedTable {
  const { total = table.columnTotals.reduce<number>((sum, one) => sum + (one ?? 0), 0) } = table
  return { ...table, total }
}

/** The same table with its rows in the order of a code list, as every other table has them. */
export function inOrderOf(codes: readonly string[], table: FixedTable): FixedTable {
  const places = table.rows.map((_, at) => at).sort((one, other) => placeOf(one) - placeOf(other))
  const taken = <T>(all: readonly T[]) => places.map((at) => all[at] as T)
  return { ...table, rows: taken(table.rows), sums: taken(table.sums), rowTotals: taken(table.rowTotals) }

  function placeOf(row: number): number {
    return codes.indexOf(table.rows[row] ?? '') >>> 0
  }
}

interface Contribution {
  readonly year: number
  readonly region: string
  readonly sex: string
  readonly sum: number
  readonly largest: number
  readonly second: number
  readonly contributors: number
}

/**
 * Sums of fines of whole years, for print. A year that was published stays as it was; a new one hides what would tell a
 * single fine, and what would tell that.
 */
export async function fixedTables(
  connection: DuckDBConnection,
  years: readonly number[],
  published: readonly FixedTable[],
): Promise<readonly FixedTable[]> {
  const fresh = years.filter((year) => !published.some((table) => table.year === year))
  const contributions = await selectRows<Contribution>(connection, contributionsSql)
  const tables = await Promise.all(
    fresh.map((year) =>
      tableOf(
        year,
        contributions.filter((one) => one.year === year),
      ),
    ),
  )
  return [...published, ...tables.flatMap((table) => table ?? [])].sort((one, other) => one.year - other.year)
}

/** A person's fines in a judgment are one contribution. */
const contributionsSql = `
  with fines as (
    select persons.year, persons.region::varchar as region, persons.sex::varchar as sex, sum(fine_amount) as amount
    from facts.main.sentences join facts.main.persons using (case_key, person_key)
    where fine_amount > 0
    group by persons.year, persons.region, persons.sex, case_key, person_key
  )
  select year::integer as year, region, sex, sum(amount) as sum, max(amount) as largest,
    coalesce(max(amount, 2)[2], 0) as second, count(*)::integer as contributors
  from fines group by all order by all`

async function tableOf(year: number, contributions: readonly Contribution[]): Promise<FixedTable | undefined> {
  const names = (of: (one: Contribution) => string) => [...new Set(contributions.map(of))].sort()
  const [rows, columns] = [names(({ region }) => region), names(({ sex }) => sex)]
  if (rows.length < 2 || columns.length < 2) return undefined
  const cells = rows.map((region) =>
    columns.map((sex): MagnitudeCell => {
      const found = contributions.find((one) => one.region === region && one.sex === sex)
      return found ?? { sum: 0, largest: 0, second: 0, contributors: 0 }
    }),
  )
  const { hidden, hiddenRowTotals, hiddenColumnTotals, isTotalHidden } = await suppress(cells)
  const total = (sums: readonly number[]) => sums.reduce((sum, one) => sum + one, 0)
  const unlessHidden = (sum: number, isHidden: boolean | undefined) => (isHidden ? null : sum)
  const sums = cells.map((row) => row.map(({ sum }) => sum))
  return {
    table: 'fines',
    year,
    rows,
    columns,
    sums: sums.map((row, i) => row.map((sum, j) => unlessHidden(sum, hidden[i]?.[j]))),
    rowTotals: sums.map((row, i) => unlessHidden(total(row), hiddenRowTotals[i])),
    columnTotals: columns.map((_, j) => unlessHidden(total(sums.map((row) => row[j] ?? 0)), hiddenColumnTotals[j])),
    total: unlessHidden(total(sums.map(total)), isTotalHidden),
  }
}
