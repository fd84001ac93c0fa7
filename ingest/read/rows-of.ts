import type { Contract } from '#jurisdictions'
import type { Extract } from '../table/extract.ts'
import { longColumns, longRows, type WideRows, wideRows } from '../table/wide-rows.ts'
import { matchColumns } from './match-columns.ts'
import { trimmed } from './trimmed.ts'

/**
 * The rows of an extract, which its contract reads: without blanks at the edges of their cells, and a wide table made long.
 *
 * @param padded - whether some cells have blanks at their edges
 */
export function rowsOf(
  { header, rows }: Pick<Extract, 'header' | 'rows'>,
  padded: boolean,
  contract: Contract,
  file: string,
): Pick<Extract, 'header' | 'rows'> & { readonly wide?: WideRows } {
  const neat = padded ? trimmed({ header, rows }, contract) : rows
  const wide = wideRows(contract, header, neat)
  if (wide === undefined || contract.unpivot === undefined) return { header, rows: neat }
  const columns = longColumns(wide, contract.unpivot)
  return { header: matchColumns(columns, file, contract), rows: longRows(wide, contract.unpivot), wide }
}
