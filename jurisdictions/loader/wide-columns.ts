import { z } from 'zod'
import { header } from './contract-columns.ts'

const cell = z.union([z.string(), z.number().transform(String)])

/** What a contract says of the columns of a wide table. */
export const unpivotSchema = z
  .strictObject({
    columns: z
      .record(header, z.record(header, cell))
      .optional()
      .describe(
        'each column that becomes rows, with what its rows say, such as { Male: { SEX: M } }; an empty text is an empty cell',
      ),
    pattern: header
      .optional()
      .describe('how such columns are named, instead of "columns": {YEAR}_{SEX} stands for 2019_m'),
    parts: z
      .record(header, z.array(cell).min(1))
      .default({})
      .describe('what stands in the places of the pattern: every combination has to be a column'),
    value: header.describe('the name under which "from" reads the cells of these columns'),
    empty: z
      .enum(['quarantine', 'no row'])
      .default('quarantine')
      .describe('what an empty cell of these columns does: sets its row aside, or makes no row'),
  })
  .refine(({ columns, pattern }) => (columns === undefined) !== (pattern === undefined), {
    message: 'needs either "columns" or "pattern"',
  })
  .refine(({ columns = { any: {} } }) => Object.keys(columns).length > 0, 'names no column')
  .refine(({ pattern, parts }) => namedIn(pattern).join() === Object.keys(parts).toSorted().join(), {
    message: 'the "parts" are the names in braces of the "pattern", each of them once',
  })

/** See {@link unpivotSchema}. */
export type Unpivot = z.output<typeof unpivotSchema>

const places = /\{([^{}]+)\}/g

function namedIn(pattern = ''): readonly string[] {
  return [...pattern.matchAll(places)].map(([, name = '']) => name).toSorted()
}

/** The columns of a wide table by their names, with what their rows say. */
export function wideColumns({ columns, pattern = '', parts }: Unpivot): ReadonlyMap<string, Record<string, string>> {
  if (columns !== undefined) return new Map(Object.entries(columns))
  return new Map(
    combined(Object.entries(parts)).map((cells) => [pattern.replaceAll(places, (_, name) => cells[name] ?? ''), cells]),
  )
}

function combined(parts: readonly (readonly [string, readonly string[]])[]): readonly Record<string, string>[] {
  return parts.reduce<readonly Record<string, string>[]>(
    (all, [name, cells]) => all.flatMap((one) => cells.map((cell) => ({ ...one, [name]: cell }))),
    [{}],
  )
}
