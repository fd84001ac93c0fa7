import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { Refusal } from '#foundation'

/**
 * Reads a small CSV file of a jurisdiction (comma, header, `#` comments) and checks each row.
 *
 * @throws {@link Refusal} `JURISDICTION_INVALID` with the file, the line, the column and what is wrong there
 */
export function readCsv<Schema extends z.ZodType>(path: string, row: Schema): readonly z.output<Schema>[] {
  return records(path).map(({ record, line }) => {
    const checked = row.safeParse(record)
    if (checked.success) return checked.data
    const [issue] = checked.error.issues
    const column = String(issue?.path[0] ?? '')
    throw new Refusal('JURISDICTION_INVALID', `${column}: ${issue?.message}`, { file: path, line, column })
  })
}

interface Line {
  readonly record: Record<string, string>
  readonly line: number
}

function records(path: string): readonly Line[] {
  try {
    const rows = parse(readFileSync(path), {
      columns: true,
      comment: '#',
      trim: true,
      skip_empty_lines: true,
      info: true,
    })
    return (rows as unknown as { record: Record<string, string>; info: { lines: number } }[]).map(
      ({ record, info }) => ({
        record,
        line: info.lines,
      }),
    )
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Refusal('JURISDICTION_INVALID', message, { file: path }, { cause: error })
  }
}
