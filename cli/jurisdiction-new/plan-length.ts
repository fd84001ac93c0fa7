import type { ColumnProfile, TableProfile } from '#ingest'
import { columnWords, type Register } from '#jurisdictions'
import { type FoundColumn, likeness } from './find-columns.ts'
import type { PlannedColumn } from './plan.ts'
import { unitIn } from './plan-columns.ts'
import { yamlMap, yamlText } from './yaml.ts'

/** A length of time that several columns have together. */
export interface PlannedLength {
  readonly replaces: boolean
  readonly used: readonly ColumnProfile[]
  readonly columns: readonly PlannedColumn[]
  readonly inputs: readonly PlannedColumn[]
}

/** Columns with years, months and days of one length become its parts. */
export function planLength(
  register: Register,
  { columns }: TableProfile,
  found: readonly FoundColumn[],
): PlannedLength {
  const none = { replaces: false, used: [], columns: [], inputs: [] }
  if (!Object.hasOwn(register.columns, 'length')) return none
  const others = new Set(found.filter(({ name }) => name !== 'length').map(({ column }) => column))
  const parts = columns.flatMap((column) => {
    const unit = unitIn(column.name)
    const isLength =
      column.type === 'integer' && !column.isYear && likeness(column.name, columnWords().columns['length'] ?? []) > 0
    return isLength && unit !== undefined && !others.has(column) ? [{ column, unit, input: `length_${unit}` }] : []
  })
  if (parts.length < 2 || new Set(parts.map(({ unit }) => unit)).size < parts.length) return none
  const names = parts.map(({ unit, input }) => [unit, input] as const)
  return {
    replaces: true,
    used: parts.map(({ column }) => column),
    columns: [
      {
        name: 'length',
        source: undefined,
        keys: [
          ['type', 'length'],
          ['parts', yamlMap(names)],
        ],
      },
    ],
    inputs: parts.map(({ column, input }) => ({
      name: input,
      source: column.name,
      keys: [
        ['from', yamlText(column.name)],
        ['type', 'integer'],
        ['optional', 'true'],
      ],
    })),
  }
}
