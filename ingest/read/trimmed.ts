import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract } from './extract.ts'

/** The rows of an extract with blanks taken off both ends of each cell. It costs time, so only files with blanks get it. */
export function trimmed({ header, rows }: Extract, { format }: Contract): string {
  const empty = ['', ...format.empty].map(quoteLiteral).join(', ')
  const cells = header.columns.map((name) => {
    const cell = `trim(${quoteIdentifier(name)}, ' ' || chr(9) || chr(160))`
    return `case when ${cell} not in (${empty}) then ${cell} end as ${quoteIdentifier(name)}`
  })
  return `(select ${cells.join(', ')} from ${rows})`
}
