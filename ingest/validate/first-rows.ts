import { quoteLiteral, selectRows } from '#foundation'
import type { RowSource } from '../cells/row-source.ts'
import { ownColumns } from '../table/own-columns.ts'
import { type CountedRows, countedRows, maxRowsShown, numbered, rowNo } from '../table/row-numbers.ts'
import { numberSent } from '../table/wide-rows.ts'
import { checkedRows } from './check-rows.ts'

/** The first rows of each reason: where one begins to look. */
export type FirstRows = Readonly<Record<string, readonly number[]>>

/**
 * The first rows that were set aside or are not mapped, by reason, under the numbers that the sender finds them under.
 *
 * @param besides - places among the rows of the file for reasons of rows that are kept
 */
export async function firstRows(source: RowSource, besides: FirstRows): Promise<FirstRows> {
  const others = Object.entries(besides).flatMap(([word, places]) =>
    places.map((place) => `union all select ${quoteLiteral(word)}, ${place}`),
  )
  const found = await selectRows<{ word: string; row: number }>(
    source.connection,
    `with words as (
       select row_no, unnest(string_split(concat_ws(' ', faults, unmapped), ' ')) as word
       from ${checkedRows} where faults is not null or unmapped is not null
     ), firsts as (
       select word, unnest(min(row_no, ${maxRowsShown})) as place from words group by word ${others.join(' ')}
     )
     select distinct word, (${numberOf(source)})::bigint as "row" from firsts order by word, "row"`,
  )
  const words = [...new Set(found.map(({ word }) => word))]
  return Object.fromEntries(words.map((word) => [word, found.flatMap((one) => (one.word === word ? [one.row] : []))]))
}

/** Rows that come back from quarantine keep the number that they had. */
function numberOf({ rekeyed, rows, leftOut, wide }: RowSource): string {
  if (!rekeyed) return numberSent('place', { leftOut, wide })
  return `select any_value(${ownColumns.row}) from ${numbered(rows)} where ${rowNo} = place`
}

/** Lines that could not be read as rows, and how many of them are sums of the sender with fewer cells. */
export interface BrokenLines {
  readonly rows: CountedRows
  readonly layout: number
}

export async function brokenLines({ connection, contract }: RowSource, malformed: string): Promise<BrokenLines> {
  const sums = contract.format.subtotals.map((word) => `starts_with(trim(line, ' ;,"'), ${quoteLiteral(word)})`)
  const isLayout = [`trim(line, ' ;,"') = ''`, ...sums].join(' or ')
  const lines = { relation: malformed, place: '"row"' }
  const layout = await countedRows(connection, lines, `(${isLayout})`)
  return { rows: await countedRows(connection, lines, `not (${isLayout})`), layout: layout.count }
}
