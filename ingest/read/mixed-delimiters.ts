import { Refusal } from '#foundation'
import type { Contract } from '#jurisdictions'

/** What programs write between cells, with its name in messages. */
const delimiterNames: Readonly<Record<string, string>> = { ';': '";"', ',': '","', '\t': 'a tab', '|': '"|"' }

/** A line of fewer cells may be one cell with a text in it. */
const minCells = 3

export interface CellsBelow {
  readonly columns: readonly string[]
  readonly delimiter: string
  /** Lines above the first row. */
  readonly above: number
}

/**
 * A line that has all cells of the header under another delimiter, and one under that of the header, is a row of another dialect.
 *
 * @param lines - the first lines of the file
 * @param split - the cells of a line under a delimiter
 * @throws {@link Refusal} `MIXED_DELIMITERS`, with the line
 */
export function requireOneDelimiter(
  lines: readonly string[],
  { columns, delimiter, above }: CellsBelow,
  split: (line: string, delimiter: string) => readonly string[],
  { file, contract }: { readonly file: string; readonly contract: Contract },
): void {
  if (columns.length < minCells) return
  const others = Object.keys(delimiterNames).filter((other) => other !== delimiter)
  const under = (line: string) => others.find((other) => split(line, other).length >= columns.length)
  const isOdd = (line: string) => line !== '' && !line.includes(delimiter) && under(line) !== undefined
  const place = lines.findIndex((line, index) => index >= above && isOdd(line))
  const other = place < 0 ? undefined : under(lines[place] ?? '')
  if (other === undefined) return
  const allowed = contract.format.delimiter.map(nameOf).join(', ')
  const advice = `The header separates its cells by ${nameOf(delimiter)}, but line ${place + 1} by ${nameOf(other)}. Export the whole file with one of these: ${allowed}.`
  throw new Refusal('MIXED_DELIMITERS', advice, { file, line: place + 1 })
}

function nameOf(delimiter: string): string {
  return delimiterNames[delimiter] ?? `"${delimiter}"`
}
