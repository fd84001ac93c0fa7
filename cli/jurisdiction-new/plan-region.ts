import type { ColumnProfile, TableProfile } from '#ingest'
import { columnWords, type Register } from '#jurisdictions'
import { type FoundColumn, likeness } from './find-columns.ts'

/** Columns whose codes lie in regions, by the list of their codes. */
export const placedLists = ['courts', 'offices', 'facilities'] as const

/** The column of a register whose codes lie in regions, such as that of courts. */
export function placedColumn({ columns }: Register): string | undefined {
  const isPlaced = (name: string) => placedLists.some((list) => columns[name]?.type === `code of ${list}`)
  return Object.keys(columns).find(isPlaced)
}

/** The column of a file with regions, which registers of courts, offices and prisons do not have themselves. */
export function regionColumn({ columns }: TableProfile, found: readonly FoundColumn[]): ColumnProfile | undefined {
  const { regions } = columnWords()
  const free = columns.filter((column) => !found.some((one) => one.column === column && one.name !== 'region'))
  return free
    .filter(({ name, values }) => values !== undefined && likeness(name, regions) > 0)
    .toSorted((one, other) => likeness(other.name, regions) - likeness(one.name, regions))[0]
}

/** Where a file has regions and no court, office or prison, each region is one. */
export function withRegion(
  register: Register,
  profile: TableProfile,
  found: readonly FoundColumn[],
): readonly FoundColumn[] {
  const name = placedColumn(register)
  const column = regionColumn(profile, found)
  const type = name === undefined ? undefined : register.columns[name]?.type
  if (name === undefined || type === undefined || column === undefined) return found
  return found.some((one) => one.name === name) ? found : [...found, { name, type, column }]
}
