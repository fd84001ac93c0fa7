import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { type Fault, fault, faultsIn, inPlainWords, readUtf8, unknownName } from '#foundation'
import { jurisdictionInvalid } from './code.ts'

/** The rows of a table with the line of each. */
export interface CsvTable<Row> {
  readonly path: string
  readonly rows: readonly Row[]
  readonly lines: readonly number[]
  /** Every row is there. */
  readonly isWhole: boolean
}

/** Which columns a table has to have, which it may have, and how one row is checked. */
export interface TableShape<Schema extends z.ZodType> {
  readonly needed: readonly string[]
  readonly allowed: readonly string[]
  /** Further columns that are allowed, by how their names begin. */
  readonly prefix?: string
  readonly row: Schema
}

/** Where a whole column is wrong, every row would be told. */
const maxFaults = 20

/**
 * Reads a small CSV file of a jurisdiction (comma, header, `#` comments) and checks each row. Everything that is wrong is added to
 * `faults`: the line, the column and what is wrong there.
 *
 * @returns the rows that are right, or `undefined` when the file is no table of this kind
 */
export function readCsv<Schema extends z.ZodType>(
  path: string,
  shape: TableShape<Schema>,
  faults: Fault[],
): CsvTable<z.output<Schema>> | undefined {
  const read = records(path, faults)
  if (read === undefined) return undefined
  const wrong = headerFaults(path, read, shape)
  faults.push(...wrong)
  if (wrong.length > 0) return undefined
  const rows: z.output<Schema>[] = []
  const lines: number[] = []
  const found: Fault[] = []
  for (const { record, line } of read.records) {
    const checked = shape.row.safeParse(record)
    if (checked.success) {
      rows.push(checked.data)
      lines.push(line)
    } else found.push(...checked.error.issues.map((issue) => ofCell(path, line, issue, record)))
  }
  faults.push(...firstOf(found, path))
  return { path, rows, lines, isWhole: found.length === 0 }
}

function ofCell(file: string, line: number, issue: z.core.$ZodIssue, record: Record<string, string>): Fault {
  const column = String(issue.path[0] ?? '')
  const place = { code: jurisdictionInvalid, file, line }
  if (issue.code !== 'invalid_value') return fault(place, `${column}: ${inPlainWords(issue, record[column])}`)
  const options = issue.values.map(String).filter((option) => option !== '')
  return unknownName(record[column] ?? '', options, { ...place, where: column, what: 'option' })
}

function firstOf(found: readonly Fault[], file: string): readonly Fault[] {
  const others = found.length - maxFaults
  if (others <= 0) return found
  const message = `${others} further faults of the same file are not listed`
  return [...found.slice(0, maxFaults), fault({ code: jurisdictionInvalid, file }, message)]
}

function headerFaults(file: string, { header }: Read, shape: TableShape<z.ZodType>): readonly Fault[] {
  const all = [...new Set([...shape.needed, ...shape.allowed])]
  const isKnown = (name: string) => all.includes(name) || (shape.prefix !== undefined && name.startsWith(shape.prefix))
  const strange = header.filter((name) => !isKnown(name))
  const absent = shape.needed.filter((name) => !header.includes(name))
  if (strange.length + absent.length === 0) return []
  const place = { code: jurisdictionInvalid, file, line: lineOfHeader(file, header) }
  const unknown = strange.map((name) => unknownName(name, all, { ...place, where: 'the header', what: 'column' }))
  // A column that is missing because it is misspelled is told once.
  const meant = new Set(unknown.map(({ nearest }) => nearest))
  const missing = absent.filter((name) => !meant.has(name))
  return [...unknown, ...missing.map((name) => fault(place, `the column "${name}" is missing`))]
}

interface Read {
  readonly header: readonly string[]
  readonly records: readonly { readonly record: Record<string, string>; readonly line: number }[]
}

interface Numbered {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

function records(path: string, faults: Fault[]): Read | undefined {
  let header: readonly string[] = []
  try {
    const rows = parse<Numbered>(readUtf8(path, jurisdictionInvalid), {
      columns: (names: string[]) => {
        header = names
        return names
      },
      comment: '#',
      trim: true,
      skip_empty_lines: true,
      info: true,
    })
    return { header, records: rows.map(({ record, info }) => ({ record, line: info.lines })) }
  } catch (error) {
    faults.push(...(error instanceof CsvError ? [syntaxFault(error, path)] : faultsIn(error)))
    return undefined
  }
}

function syntaxFault({ code, lines }: CsvError, file: string): Fault {
  const advice = code.startsWith('CSV_RECORD_INCONSISTENT')
    ? 'this line has more or fewer cells than the header: a text with a comma needs quotation marks'
    : 'a quotation mark is not closed, or stands inside a cell that has none around it'
  return fault({ code: jurisdictionInvalid, file, line: Number(lines) }, advice)
}

function lineOfHeader(path: string, [first = '']: readonly string[]): number {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.findIndex((line) => !line.startsWith('#') && line.includes(first)) + 1
}
