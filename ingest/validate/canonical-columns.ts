import { quoteIdentifier, quoteLiteral } from '#foundation'
import { type CanonicalType, canonicalColumns, listOf, unknownCode } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { valueNamed } from '../cells/typed-column.ts'
import { codeNamed, codeType, type Lookup } from '../map/lookup.ts'
import { asUuid } from './key-and-content.ts'

const storedTypes: Readonly<Record<string, string>> = {
  text: 'varchar',
  integer: 'integer',
  decimal: 'double',
  date: 'date',
  boolean: 'boolean',
}

/** A canonical column from what was read and looked up, as SQL. */
export function canonicalColumn(
  name: string,
  type: CanonicalType,
  { jurisdiction }: RowSource,
  lookups: readonly Lookup[],
): string {
  const as = `as ${quoteIdentifier(name)}`
  const list = listOf(type)
  const value = valueNamed(name)
  if (list === undefined) return `${type === 'key' ? asUuid(value) : `${value}::${storedTypes[type]}`} ${as}`
  const isLookedUp = lookups.some(({ column }) => column === name)
  const unknown = unknownOf(list, jurisdiction)
  return `${isLookedUp ? `coalesce(${codeNamed(name)}, ${unknown})` : unknown} ${as}`
}

/** The canonical columns that no row of a file says anything for, as SQL: empty, or with the code of the unknown. */
export function lacking({ contract, jurisdiction }: RowSource): readonly string[] {
  return canonicalColumns(contract.canonical, jurisdiction)
    .filter(([name]) => !hasColumn(name, contract))
    .map(([name, type]) => {
      const list = listOf(type)
      const stored = type === 'key' ? 'uuid' : storedTypes[type]
      const value = list === undefined ? `null::${stored}` : unknownOf(list, jurisdiction)
      return `${value} as ${quoteIdentifier(name)}`
    })
}

/** Whether the rows of a file say something for a canonical column. */
export function hasColumn(name: string, { columns }: RowSource['contract']): boolean {
  return name === 'regime' || Object.hasOwn(columns, name)
}

function unknownOf(list: string, jurisdiction: RowSource['jurisdiction']): string {
  return `${quoteLiteral(unknownCode)}::${codeType(list, jurisdiction)}`
}
