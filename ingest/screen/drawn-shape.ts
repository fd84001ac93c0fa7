import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, selectRows } from '#foundation'
import type { Extract } from '../table/extract.ts'
import type { JudgedCell } from './suspects.ts'

/** How the keys of a column look that a machine drew, such as hashes or identifiers of a database. */
export interface DrawnShape {
  readonly length: number
  readonly rows: number
}

/** Drawn keys are that long at least, and so many of a column have the commonest length. */
const [shortest, alike] = [12, 0.9]
/** Rows of a column, of which so many may read like something by chance: one in five hundred, and never fewer than two. */
const [fewestRows, oneIn, always] = [50, 500, 2]

/** The shape of the keys of a column, where a machine drew them; else nothing. */
export async function drawnShape(
  connection: DuckDBConnection,
  { rows }: Pick<Extract, 'rows'>,
  column: string,
): Promise<DrawnShape | undefined> {
  const key = quoteIdentifier(column)
  const [commonest] = await selectRows<{ length: number; rows: number; all: number; isDrawn: boolean }>(
    connection,
    `select length(${key}) as length, count(*) as rows, sum(count(*)) over ()::double as all,
            bool_and(regexp_full_match(${key}, '[0-9A-Za-z_-]+'))
              and 2 * count(*) filter (regexp_matches(${key}, '[A-Za-z]')) >= count(*) as "isDrawn"
     from ${rows} where ${key} is not null group by 1 order by rows desc, length limit 1`,
  )
  if (commonest === undefined || !commonest.isDrawn || commonest.length < shortest) return undefined
  const { length, rows: found, all } = commonest
  return found >= fewestRows && found >= alike * all ? { length, rows: found } : undefined
}

/** The codes that so few drawn keys have that chance explains them. */
export function chanceCodes(cells: readonly JudgedCell[], { length, rows }: DrawnShape): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { value, verdict, rows: own } of cells)
    if (value.length === length) for (const code of verdict.sure) counts.set(code, (counts.get(code) ?? 0) + own)
  const limit = Math.max(always, rows / oneIn)
  return new Set([...counts].flatMap(([code, count]) => (count <= limit ? [code] : [])))
}
