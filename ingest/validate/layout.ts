import { quoteIdentifier, quoteLiteral } from '#foundation'
import { columnsToRead } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { valueNamed } from '../cells/typed-column.ts'
import { fits } from '../map/conditions.ts'
import { isHeaderAgain } from '../table/header.ts'

/** The first cell of a line that holds something. Nearly always it is the first of all, and then no other is looked at. */
const filled = '"first filled"'

/** That cell as a column, which {@link layout} reads. */
export function firstFilled({ header }: RowSource): string {
  const [first = '', ...others] = header.columns.map(quoteIdentifier)
  const next = others.length === 0 ? '' : ` else coalesce(${others.join(', ')})`
  return `case when ${first} is not null then ${first}${next} end as ${filled}`
}

/** Of rows that the contract leaves out. */
export const leftOutRow = 'LEFT_OUT'

/** Why a line is no row: it is the header again, a sum of the sender that the contract knows, nothing at all, or about something else. */
export function layout({ header, contract }: RowSource): string {
  const sums = contract.format.subtotals.map((word) => startsWith(filled, word))
  return `case when ${filled} is null then 'BLANK' when ${isHeaderAgain(header)} then 'REPEATED_HEADER'${
    sums.length === 0 ? '' : ` when ${sums.join(' or ')} then 'SUBTOTAL'`
  }${otherRows(contract)}${emptyCells(contract)} end`
}

/** Of empty cells of a wide table that make no row. */
export const emptyCell = 'EMPTY_CELL'

function emptyCells({ unpivot, ...contract }: RowSource['contract']): string {
  if (unpivot?.empty !== 'no row') return ''
  const { missing_values: missing = [] } =
    columnsToRead(contract).find(([, { from }]) => from.includes(unpivot.value))?.[1] ?? {}
  const cell = quoteIdentifier(unpivot.value)
  const isMissing = ['', ...missing].map(quoteLiteral).join(', ')
  return ` when coalesce(${cell}, '') in (${isMissing}) then '${emptyCell}'`
}

function otherRows(contract: RowSource['contract']): string {
  const types = new Map(columnsToRead(contract).map(([name, { type }]) => [name, type]))
  const asked = Object.entries(contract.where).map(([name, cells]) =>
    cells.map((cell) => fits(valueNamed(name), types.get(name) ?? 'text', cell)).join(' or '),
  )
  return asked.length === 0 ? '' : ` when not (${asked.map((one) => `(${one})`).join(' and ')}) then '${leftOutRow}'`
}

/** Two comparisons cost far less than `starts_with`; no text goes on with the last of all characters. */
function startsWith(text: string, word: string): string {
  return `${text} between ${quoteLiteral(word)} and ${quoteLiteral(`${word}\u{10ffff}`)}`
}
