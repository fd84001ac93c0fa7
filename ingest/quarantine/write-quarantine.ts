import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { quoteIdentifier, quoteLiteral } from '#foundation'
import { columnsToRead } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { cellErrorMark } from '../read/cell-errors.ts'
import { ownColumns } from '../table/own-columns.ts'
import { numbered, rowNo } from '../table/row-numbers.ts'
import { numberSent } from '../table/wide-rows.ts'
import { checkedRows } from '../validate/check-rows.ts'

/**
 * Writes the rows that were set aside to `folder` as Parquet, under the hash of the file: row number, reasons, and the
 * cells with keys replaced by pseudonyms. Of a line that is no row only its number is kept: nobody could find its keys.
 *
 * @param malformed - a relation with `row` of the lines that are no rows
 * @param judged - the relation of the rows of the file, as {@link checkedRows}
 */
export async function writeQuarantine(
  source: RowSource,
  malformed: string,
  sha256: string,
  folder: string,
  judged = checkedRows,
): Promise<void> {
  const { connection, rows, header, typed } = source
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cells = header.columns.map((name) => `${cellOf(name, source)} as ${quoteIdentifier(name)}`)
  const number = source.rekeyed ? ownColumns.row : numberSent(rowNo, source)
  await connection.run(
    `copy (
       with aside as (select row_no as ${rowNo}, faults from ${judged} where faults is not null)
       select ${number}::bigint as ${ownColumns.row}, faults as ${ownColumns.reasons}, ${typed} as ${ownColumns.typed}, ${cells.join(', ')}
       from ${numbered(rows)} join aside using (${rowNo})
       union all by name
       select "row"::bigint as ${ownColumns.row}, 'MALFORMED_LINE' as ${ownColumns.reasons}, ${typed} as ${ownColumns.typed} from ${malformed}
       order by ${ownColumns.row}
     ) to ${quoteLiteral(join(folder, `${sha256}.parquet`))} (format parquet)`,
  )
}

function cellOf(name: string, { contract, header, rekeyed }: RowSource): string {
  const isKey = columnsToRead(contract).some(
    ([column, { type }]) => type === 'key' && header.sourceOf.get(column) === name,
  )
  const cell = quoteIdentifier(name)
  if (!isKey || rekeyed) return cell
  return `case when ${cell} = ${quoteLiteral(cellErrorMark)} then ${cell} else pseudonym(${cell}) end`
}
