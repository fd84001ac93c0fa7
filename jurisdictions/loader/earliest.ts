import type { Contract } from './contract-schema.ts'

/** The first day that a column of dates or births can hold, as an ISO date; `undefined` for other columns. */
export function earliestDay({ canonical, delivery }: Contract, column: string): string | undefined {
  switch (Object.hasOwn(canonical.columns, column) ? canonical.columns[column]?.since : undefined) {
    case 'birth':
      return '1900-01-01'
    case 'earlier':
      return '1950-01-01'
    case 'reported':
      return delivery.not_before ?? '1950-01-01'
    default:
      return undefined
  }
}
