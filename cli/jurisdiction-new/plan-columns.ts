import type { ColumnProfile } from '#ingest'
import { type canonicalType, columnWords, type LengthUnit, listOf, plainWords, type Register } from '#jurisdictions'
import { answersOf, type FoundColumn } from './find-columns.ts'
import { placesOf } from './model.ts'
import type { PlannedColumn } from './plan.ts'
import { columnOfCodes } from './plan-codes.ts'
import { yamlList, yamlText } from './yaml.ts'

/** What columns of the contract are made of, and what is read for them alone. */
export interface PlannedColumns {
  readonly columns: readonly PlannedColumn[]
  readonly inputs: readonly PlannedColumn[]
}

/** What the contract says of the columns that were found. Columns of its key and its date are never optional. */
export function planColumns(
  register: Register,
  found: readonly FoundColumn[],
  needed: readonly string[],
): readonly PlannedColumn[] {
  const order = placesOf(register).map(([name]) => name)
  return found
    .toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
    .flatMap((one) => [plannedColumn(one, needed), ...offenceOf(one, found)])
}

/** An article says which offence it is: the contract reads it twice. */
function offenceOf({ name, column }: FoundColumn, found: readonly FoundColumn[]): readonly PlannedColumn[] {
  if (name !== 'article' || found.some((one) => one.name === 'offence')) return []
  return [columnOfCodes('offence', 'offences', column)]
}

function plannedColumn({ name, type, column }: FoundColumn, needed: readonly string[]): PlannedColumn {
  const list = listOf(type)
  const planned = list === undefined ? ofType(name, type, column) : columnOfCodes(name, list, column)
  const isOptional = column.empty > 0 && !needed.includes(name) && !planned.keys.some(([key]) => key === 'optional')
  return { ...planned, keys: [...planned.keys, ...(isOptional ? [['optional', 'true'] as const] : [])] }
}

function ofType(
  name: string,
  type: NonNullable<ReturnType<typeof canonicalType>>,
  column: ColumnProfile,
): PlannedColumn {
  const from = ['from', yamlText(column.name)] as const
  const planned = { name, source: column.name }
  if (name === 'length') return lengthOf(column)
  switch (type) {
    case 'date':
      return { ...planned, ...dateKeys(from, column) }
    case 'boolean': {
      const { yes, no } = answersOf(column) ?? { yes: [], no: [] }
      return { ...planned, keys: [from, ['type', 'boolean'], ['true', yamlList(yes)], ['false', yamlList(no)]] }
    }
    case 'text':
      return { ...planned, keys: [from, ['type', 'text'], ['max_length', String(roomFor(column.longest))]] }
    case 'integer':
    case 'decimal':
      return { ...planned, keys: [from, ['type', type], ...rangeOf(name, column)] }
    default:
      return { ...planned, keys: [from, ['type', 'key']] }
  }
}

function dateKeys(from: readonly ['from', string], column: ColumnProfile): Pick<PlannedColumn, 'keys' | 'todo'> {
  if (column.type === 'quarter') return { keys: [from, ['type', 'quarter']] }
  if (column.isYear) return { keys: [from, ['type', 'year']] }
  const isFuture = (column.span?.to ?? '') > new Date().toISOString().slice(0, 10)
  const format = ['format', yamlList(column.formats)] as const
  const keys = [from, ['type', 'date'] as const, format, ...(isFuture ? [['may_be_future', 'true'] as const] : [])]
  return column.isAmbiguous
    ? { keys, todo: 'day and month could change places: %m/%d/%Y reads all dates too' }
    : { keys }
}

function rangeOf(name: string, { smallest = 0, largest = 0 }: ColumnProfile): readonly (readonly [string, string])[] {
  const range = columnWords().ranges[name]
  if (range === undefined) return []
  const [from, to] = range
  const isOutside = smallest < from || largest > to
  return [
    ['range', `[${from}, ${to}]`],
    ...(isOutside ? [['invalid', 'unknown'] as const, ['optional', 'true'] as const] : []),
  ]
}

/** Longer texts than those of the first files may come; much longer ones could be about somebody. */
function roomFor(longest: number): number {
  return Math.max(20, Math.ceil((1.5 * longest) / 10) * 10)
}

/** A length of time of one column. */
function lengthOf(column: ColumnProfile): PlannedColumn {
  const unit = unitIn(column.name)
  const keys = [
    ['from', yamlText(column.name)],
    ['type', 'length'],
    ...(unit === undefined ? [] : [['unit', unit] as const]),
  ] as const
  const planned = { name: 'length', source: column.name, keys }
  return unit === undefined ? { ...planned, todo: 'unit: days, weeks, months or years' } : planned
}

/** The unit of time that a name of a column has. */
export function unitIn(name: string): LengthUnit | undefined {
  const words = plainWords(name).split(' ')
  const units = Object.entries(columnWords().units) as [LengthUnit, readonly string[]][]
  return units.find(([, known]) => known.some((word) => words.includes(plainWords(word))))?.[0]
}
