import { quoteIdentifier, quoteLiteral } from '#foundation'
import { columnsToRead } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { cellErrorMark } from '../read/cell-errors.ts'

/** Rows whose failed cells are empty, and the column with the faults that this gives them, where there may be some. */
export interface WithoutErrors {
  readonly cells: string
  readonly failed: string | undefined
}

/** Takes marks of failed cells out of the rows: whatever else such a row lacks follows from them. */
export function withoutErrors({ rows, header, contract, cellErrors }: RowSource): WithoutErrors {
  if (!cellErrors) return { cells: rows, failed: undefined }
  const columns = columnsToRead(contract).map(([name]) => name)
  const isFailed = (name: string) => `${quoteIdentifier(name)} = ${quoteLiteral(cellErrorMark)}`
  const words = header.columns.flatMap((source) => {
    // A mark of withdrawal that failed is none, and the row may be one all the same.
    const column = source === header.withdrawal ? source : columns.find((name) => header.sourceOf.get(name) === source)
    return column === undefined ? [] : `case when ${isFailed(source)} then ${quoteLiteral(`CELL_ERROR:${column}`)} end`
  })
  const emptied = header.columns.map(
    (name) => `nullif(${quoteIdentifier(name)}, ${quoteLiteral(cellErrorMark)}) as ${quoteIdentifier(name)}`,
  )
  const failed = '"failed cells"'
  return {
    cells: `(select * replace (${emptied.join(', ')}), nullif(concat_ws(' ', ${words.join(', ')}), '') as ${failed} from ${rows})`,
    failed,
  }
}
