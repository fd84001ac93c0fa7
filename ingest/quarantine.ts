import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import { csvScan } from './read/csv-scan.ts'
import { checkedTable, type Source } from './validate/check-rows.ts'

/**
 * Writes the rows that were set aside to `folder` as Parquet: hash of the file, row number, reasons, and the row with
 * its keys replaced by pseudonyms.
 */
export async function writeQuarantine(
  connection: DuckDBConnection,
  source: Source,
  sha256: string,
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { header, contract, path } = source
  const keys = new Set(
    Object.keys(contract.columns)
      .filter((name) => contract.columns[name]?.type === 'key')
      .map((name) => header.sourceOf.get(name)),
  )
  const cells = header.columns.map((name) => {
    const cell = quoteIdentifier(name)
    return keys.has(name) ? `pseudonym(${cell})::varchar as ${cell}` : cell
  })
  await connection.run(
    `copy (
       with numbered as (select row_number() over () - 1 as row_no, * from ${csvScan(path, header.columns, contract)})
       select ${quoteLiteral(sha256)} as file_sha256, row_no + 1 as "row", faults as reasons, ${cells.join(', ')}
       from numbered join (select rowid as row_no, faults from ${checkedTable} where faults is not null) using (row_no)
       order by row_no
     ) to ${quoteLiteral(join(folder, `${sha256}.parquet`))} (format parquet)`,
  )
}
