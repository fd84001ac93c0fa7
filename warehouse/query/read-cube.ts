import { quoteIdentifier, Refusal, selectRows } from '#foundation'
import { grains, monthsIn, periodName } from '../catalog/periods.ts'
import type { Edition } from '../editions/edition.ts'
import type { EditionReader } from '../editions/edition-reader.ts'

/** All finest cells of a protected cube, ordered by their codes. A cell that is not there stands for nobody. */
export interface PublishedCells {
  readonly edition: Edition
  readonly cube: string
  /** Time first, as its name, then codes, then `n`. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/**
 * Reads a whole cube as it was published. There is nothing finer in what the public server can open.
 *
 * @throws {@link Refusal} `UNKNOWN_CUBE` with those that the release holds
 */
export async function readCube(
  cube: string,
  asOf: string | undefined,
  reader: EditionReader<'public'>,
): Promise<PublishedCells> {
  return await reader.use(asOf, async ({ edition, connection }) => {
    const published = edition.release?.cubes ?? {}
    const cells = published[cube]?.cells
    if (cells === undefined) {
      const allowed = Object.keys(published).sort()
      throw new Refusal('UNKNOWN_CUBE', `Release ${edition.id} has no cube ${cube.slice(0, 60)}.`, { allowed })
    }
    const names = cells.map(quoteIdentifier).join(', ')
    const found = await selectRows<Record<string, string | number>>(
      connection,
      `select ${names}, n from counted.${quoteIdentifier(cube)} order by ${names}`,
    )
    const [time = ''] = cells
    const grain = grains.find((known) => known === time)
    const named = (value: string | number) =>
      grain === undefined ? value : periodName(Number(value) * monthsIn[grain], grain)
    const rows = found.map((row) => [
      named(row[time] ?? ''),
      ...cells.slice(1).map((name) => row[name] ?? ''),
      Number(row['n']),
    ])
    return { edition, cube, columns: [...cells, 'n'], rows }
  })
}
