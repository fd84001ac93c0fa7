import type { DuckDBConnection } from '@duckdb/node-api'
import type { RowRange } from '#api'
import { selectRows } from '#foundation'

/** Rows of one delivery that count in one figure. */
interface FoundRows {
  readonly found: number
  /** Rows among them that say exactly what other rows of the file say, which do not count in the figure. */
  readonly indistinct: number
  /** Their first numbers. */
  readonly listed: readonly RowRange[]
  /** How many rows these are: of a wide table several have one number. */
  readonly shown: number
}

/** By the place of the figure and the number of the delivery. */
export type Ranges = ReadonlyMap<string, FoundRows>

/** Of one delivery in one figure; what follows is counted. */
const maxRanges = 200
/** Of one file in all figures. */
const maxInAll = 20_000

interface ReadRange extends RowRange {
  readonly figure: number
  readonly delivery: number
  readonly rows: number
  readonly found: number
  readonly indistinct: number
  readonly place: number
}

/** The rows that were found in a file, as ranges. @param ids - numbers of its deliveries, as SQL */
export async function rangesOf(connection: DuckDBConnection, ids: string): Promise<Ranges> {
  const read = await selectRows<ReadRange>(
    connection,
    `with numbered as (
       select figure, delivery, number, copies, count(*) over (partition by figure, delivery, found.content) as counted
       from staging.behind as behind join staging.found as found using (row_key)
       where delivery in (${ids})
     ), islands as (
       select figure, delivery, number, (copies > counted)::integer as indistinct,
         number - dense_rank() over (partition by figure, delivery order by number) as island
       from numbered
     ), ranges as (
       select figure, delivery, min(number) as first_row, max(number) as last_row, count(*)::integer as rows, sum(indistinct) as indistinct
       from islands group by figure, delivery, island
     )
     select figure, delivery, first_row as "from", last_row as "to", rows, (sum(rows) over of_source)::integer as found,
       (sum(indistinct) over of_source)::integer as indistinct,
       row_number() over (partition by figure, delivery order by first_row) as place
     from ranges window of_source as (partition by figure, delivery)
     qualify place <= ${maxRanges}
     order by place > 1, figure, delivery, place`,
  )
  const ranges = new Map<string, FoundRows>()
  for (const [at, { figure, delivery, from, to, rows, found, indistinct }] of read.entries()) {
    const key = `${figure} ${delivery}`
    const { listed, shown } = ranges.get(key) ?? { listed: [], shown: 0 }
    const more = at < maxInAll ? { listed: [...listed, { from, to }], shown: shown + rows } : { listed, shown }
    ranges.set(key, { found, indistinct, ...more })
  }
  return ranges
}
