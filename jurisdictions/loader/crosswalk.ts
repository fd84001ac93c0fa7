import { z } from 'zod'
import { type Fault, fault } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import { type CsvTable, readCsv } from './read-csv.ts'
import { foldedText } from './texts.ts'

/**
 * Which canonical code a sender's code means. The same article or sanction may mean something else under another code
 * regime, or when it is served in another way: those columns are empty where they make no difference.
 */
export interface CrosswalkRow {
  readonly source: string
  readonly regime: string
  readonly serving: string
  /** Cells of further columns that the code depends on. */
  readonly by?: Readonly<Record<string, string>>
  readonly code: string
  /** The longest deprivation of liberty that the law allows, in months. Breaks ties between principal sanctions. */
  readonly statutoryMaxMonths: number | null
}

/** A table from the codes of senders to the canonical ones. */
export interface Crosswalk {
  readonly name: string
  readonly rows: readonly CrosswalkRow[]
}

const known = {
  source: z.string().min(1, 'the code of the sender is missing'),
  regime: z.string().default(''),
  serving: z.string().default(''),
  code: z.string().min(1, 'the canonical code is missing'),
  statutory_max_months: z
    .string()
    .optional()
    .transform((cell, context) => {
      if (cell === undefined || cell === '') return null
      if (Number.isFinite(Number(cell)) && Number(cell) > 0) return Number(cell)
      context.addIssue({ code: 'custom', message: 'is no number of months above 0' })
      return z.NEVER
    }),
  note: z.string().optional(),
  status: z.string().optional(),
}

const row = z
  .object(known)
  .catchall(z.string())
  .transform(
    ({ source, regime, serving, code, statutory_max_months, note, status, ...by }): CrosswalkRow => ({
      source,
      regime,
      serving,
      ...(Object.keys(by).length > 0 && { by }),
      code,
      statutoryMaxMonths: statutory_max_months,
    }),
  )

const needed = ['source', 'code']

/** The cell of a crosswalk in one of the columns that a code is looked up by. */
export function cellOf(row: Omit<CrosswalkRow, 'statutoryMaxMonths'>, column: string): string {
  if (column === 'source' || column === 'regime' || column === 'serving') return row[column]
  return row.by?.[column] ?? ''
}

/**
 * Reads one crosswalk. What is wrong is added to `faults`, also when two rows answer the same question.
 *
 * @param by - the further columns that contracts look its codes up by
 */
export function readCrosswalk(
  path: string,
  faults: Fault[],
  by: readonly string[],
): CsvTable<CrosswalkRow> | undefined {
  const table = readCsv(path, { needed, allowed: [...Object.keys(known), ...by], row }, faults)
  const seen = new Set<string>()
  for (const [index, row] of (table?.rows ?? []).entries()) {
    const cells = ['source', 'regime', 'serving', ...by].map((column) => foldedText(cellOf(row, column)))
    // A code may contain whatever is put between the cells.
    const question = JSON.stringify(cells)
    const place = { code: jurisdictionInvalid, file: path, line: table?.lines[index] }
    if (seen.has(question)) faults.push(fault(place, `two rows map ${cells.join('|')}; case makes no difference`))
    seen.add(question)
  }
  return table
}
