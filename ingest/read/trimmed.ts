import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Extract } from '../table/extract.ts'

const blanks = `' ' || ${[9, 10, 13, 160, 0x2007, 0x2009, 0x202f, 0x200b].map((code) => `chr(${code})`).join(' || ')}`

/** The rows of an extract with blanks taken off both ends of each cell. It costs time, so only files with blanks get it. Carried columns stay as they are. */
export function trimmed(
  { header, rows }: Pick<Extract, 'header' | 'rows'>,
  { format }: Contract,
  carried: readonly string[] = [],
): string {
  const empty = ['', ...format.missing_values].map(quoteLiteral).join(', ')
  const cells = header.columns.map((name) => {
    const cell = `trim(${quoteIdentifier(name)}, ${blanks})`
    return `case when ${cell} not in (${empty}) then ${cell} end as ${quoteIdentifier(name)}`
  })
  return `(select ${[...carried, ...cells].join(', ')} from ${rows})`
}
