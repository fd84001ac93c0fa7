import { type Column, tableFromIPC } from '@uwdata/flechette'
import { Refusal } from '#foundation'
import { type ColumnVector, numberColumn } from '../columns/typed-column.ts'

/**
 * Columns of an Arrow stream. Codes travel as numbers: what they stand for is known from the tables.
 *
 * @param codesOf - the codes of a column, or `undefined` where it holds numbers
 * @throws {@link Refusal} `TOO_MANY_ROWS`
 */
export function arrowColumns(
  bytes: Uint8Array,
  codesOf: (column: string) => readonly string[] | undefined,
  maxRows: number,
): readonly ColumnVector[] {
  const table = tableFromIPC(bytes, { useBigInt: false })
  if (table.numRows > maxRows)
    throw new Refusal(
      'TOO_MANY_ROWS',
      `The answer has more than ${maxRows} rows. Ask for fewer dimensions, or filter.`,
      {
        parameter: 'limit',
      },
    )
  return table.names.map((name, at) => {
    const column: Column<unknown> = table.getChildAt(at)
    const dictionary = codesOf(name)
    if (dictionary === undefined) return numbers(name, column)
    return {
      name,
      type: 'code',
      length: column.length,
      values: Uint16Array.from(column as Iterable<number>),
      validity: null,
      dictionary,
    }
  })
}

function numbers(name: string, column: Column<unknown>): ColumnVector {
  const values = column.toArray()
  if (column.nullCount === 0 && values instanceof Int16Array)
    return { name, type: 'int16', length: column.length, values, validity: null }
  if (column.nullCount === 0 && values instanceof Int32Array)
    return { name, type: 'int32', length: column.length, values, validity: null }
  return numberColumn(name, Array.from(values as Iterable<number | null>))
}
