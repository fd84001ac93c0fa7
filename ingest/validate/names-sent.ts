import { selectRows } from '#foundation'
import type { RowSource } from '../cells/row-source.ts'
import type { Header } from '../table/header.ts'
import { columnSent } from '../table/wide-rows.ts'
import { checkedRows } from './check-rows.ts'

/** The header with the names that the sender finds faults under: in a wide table those of the columns that hold them. */
export async function headerSent({ connection, header, wide, contract }: RowSource): Promise<Header> {
  const { unpivot } = contract
  if (wide === undefined || unpivot === undefined) return header
  const found = await selectRows<{ column: string; place: number }>(
    connection,
    `with words as (
       select row_no, unnest(string_split(concat_ws(' ', faults, unmapped), ' ')) as word
       from ${checkedRows} where faults is not null or unmapped is not null
     )
     select distinct string_split(word, ':')[2] as "column", ${columnSent('row_no', wide)}::integer as place
     from words order by place`,
  )
  const nameOf = (column: string, source: string) => {
    if (wide.header.columns.includes(source)) return source
    const names = found.flatMap((one) => (one.column === column ? (wide.columns[one.place] ?? []) : []))
    return names.length === 0 ? source : names.join(', ')
  }
  return { ...header, sourceOf: new Map([...header.sourceOf].map(([name, source]) => [name, nameOf(name, source)])) }
}
