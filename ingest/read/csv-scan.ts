import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'

/** Where lines that are not rows (too few or too many fields, broken encoding) are kept during one scan. */
export const rejectsTable = 'csv_rejects'

/**
 * The expression that reads a plain CSV file as text, with declared columns: nothing is sniffed. Lines that are not
 * rows are left out; with `keepRejects` they are listed in {@link rejectsTable} (personal data: it lives in memory only).
 */
export function csvScan(path: string, columns: readonly string[], { format }: Contract, keepRejects = false): string {
  const options = [
    quoteLiteral(path),
    'auto_detect = false',
    'header = true',
    `delim = ${quoteLiteral(format.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = [${format.empty.map(quoteLiteral).join(', ')}]`,
    `columns = {${columns.map((name) => `${quoteIdentifier(name)}: 'VARCHAR'`).join(', ')}}`,
    keepRejects
      ? `store_rejects = true, rejects_table = '${rejectsTable}', rejects_scan = 'csv_scans', rejects_limit = 0`
      : 'ignore_errors = true',
  ]
  return `read_csv(${options.join(', ')})`
}
