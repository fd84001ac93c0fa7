import { type Contract, loadJurisdiction, type Personal } from '#jurisdictions'
import type { AnyColumns } from '../read/match-columns.ts'

/** What separates the cells of CSV in files that are not known yet. */
const delimiters = [';', ',', '\t', '|']

/**
 * A contract that any table meets: no column is kept, and what a file is written in is still open.
 *
 * @param encodings - in the order in which they are tried
 * @param titles - how many rows may be above the header
 */
export function anyContract(personal: Personal, encodings: readonly string[], titles = 0): Contract & AnyColumns {
  const { contracts } = loadJurisdiction('kg')
  const [base] = contracts.values()
  if (base === undefined) throw new Error('a shipped jurisdiction without contracts')
  return {
    ...base,
    personal,
    files: '*',
    format: {
      ...base.format,
      type: ['csv', 'jsonl', 'parquet', 'xlsx'],
      delimiter: delimiters,
      encoding: encodings,
      missing_values: [''],
      title_rows: titles,
      subtotals: [],
      line_breaks: true,
    },
    delivery: { mode: 'append', key: 'content', date_column: '' },
    ...{ inputs: {}, columns: {}, where: {}, ignored: [], personal_data_exceptions: [] },
    ...{ checks: [], constants: [], parents: [] },
    takesAnyColumn: true,
  }
}
