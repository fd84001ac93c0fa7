import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, selectRows } from '#foundation'

/** What an expression over the column `cell` makes of texts, each as the engine writes it; NULL stays `null`. */
export async function readTexts(
  connection: DuckDBConnection,
  expression: string,
  texts: readonly (string | null)[],
): Promise<readonly (string | null)[]> {
  const cells = texts.map((text, index) => `(${index}, ${text === null ? 'null' : quoteLiteral(text)}::varchar)`)
  const sql = `select (${expression})::varchar as read from (values ${cells.join(', ')}) as cells(place, cell) order by place`
  return (await selectRows<{ read: string | null }>(connection, sql)).map(({ read }) => read)
}
