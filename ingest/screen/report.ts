import { Refusal } from '#foundation'
import { rowsInWords } from '../table/row-numbers.ts'

/** A class of personal data in a column. */
export interface Finding {
  /** The name of the column in the file; undefined outside of rows. */
  readonly column: string | undefined
  readonly code: string
  /** Rows, or lines outside of them. */
  readonly count: number
  /** Cells that were found: for finding their rows, never for a message. */
  readonly values: readonly string[]
  /** What to do, where the class does not say it. */
  readonly advice?: string
}

/** A finding, and the first rows that hold it where they may be told. */
export interface ReportedFinding extends Omit<Finding, 'values'> {
  readonly first?: readonly number[]
}

/** A finding in words: class, column and how many rows, never a value. */
export function inWords({ column, code, count, advice, first = [] }: ReportedFinding): string {
  const things = (one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  if (column === undefined) return `${things('line')} outside of rows: ${code}`
  const rows = first.length === 0 ? '' : `: ${rowsInWords(first, count)}`
  return `column ${column}: ${code} in ${things('row')}${rows}${advice === undefined ? '' : ` (${advice})`}`
}

/**
 * The refusal of a file for what was found in it.
 *
 * @param besides - sentences about what else is wrong with it
 */
export function personalData(file: string, findings: readonly string[], besides: readonly string[] = []): Refusal {
  const advice =
    'The file carries personal data and was refused whole. Take it out at the source and send the extract again.'
  return new Refusal('PERSONAL_DATA', [advice, `Found: ${findings.join('; ')}.`, ...besides].join(' '), { file })
}
