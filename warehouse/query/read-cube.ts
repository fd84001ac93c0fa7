import { quoteIdentifier, Refusal, requireWanted, runStatement } from '#foundation'
import { grains, monthsIn, periodName } from '../catalog/periods.ts'
import { readColumns } from '../columns/read-columns.ts'
import { type ColumnVector, cellReader, codeColumn } from '../columns/typed-column.ts'
import type { Edition } from '../editions/edition.ts'
import type { PinnedFile } from '../engines/edition-reader.ts'
import type { Calendar } from '../facts/calendar.ts'

const maxCells = 10_000_000

/** All finest cells of a protected cube, ordered by their codes. A cell that is not there counts as zero. */
export interface PublishedCells {
  readonly edition: Edition
  readonly cube: string
  /** Time first, as its name, then codes, then `n`. */
  readonly columns: readonly ColumnVector[]
}

/**
 * Reads a whole cube as it was published. There is nothing finer in what the public server can open.
 *
 * @throws {@link Refusal} `UNKNOWN_CUBE` with those that the release holds, `DEADLINE` when the signal fires
 */
export async function readCube(
  cube: string,
  { edition, use }: PinnedFile<'public'>,
  calendar: Calendar,
  signal?: AbortSignal,
): Promise<PublishedCells> {
  return await use(async (_, connection) => {
    const published = edition.release?.cubes ?? {}
    const cells = published[cube]?.cells
    if (cells === undefined) {
      const allowed = Object.keys(published).sort()
      throw new Refusal('UNKNOWN_CUBE', `Release ${edition.id} has no cube ${cube.slice(0, 60)}.`, { allowed })
    }
    const names = cells.map(quoteIdentifier).join(', ')
    const sql = `select ${names}, n from counted.${quoteIdentifier(cube)} order by ${names}`
    const columns = await readColumns(await runStatement(connection, { sql }, signal), maxCells)
    requireWanted(signal)
    return { edition, cube, columns: columns.map((column) => withPeriodNames(column, calendar)) }
  }, signal)
}

/** Cubes hold periods as numbers. */
function withPeriodNames(column: ColumnVector, calendar: Calendar): ColumnVector {
  const grain = grains.find((known) => known === column.name)
  if (grain === undefined) return column
  const read = cellReader(column)
  const names = Array.from({ length: column.length }, (_, row) =>
    periodName(Number(read(row)) * monthsIn[grain], grain, calendar),
  )
  return codeColumn(column.name, names)
}
