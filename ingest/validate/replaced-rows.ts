import { quoteIdentifier, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { Coverage } from '../deliveries/delivery.ts'

/** The condition on rows of a relation that a delivery takes the place of, although it does not name them. */
export function replacedRows(relation: string, { delivery }: Contract, coverage: Coverage | null): string {
  if (delivery.mode === 'full') return 'true'
  if (delivery.mode === 'append' || coverage === null) return 'false'
  const [from, to] = [coverage.from, coverage.to].map((day) => `date ${quoteLiteral(day)}`)
  return `${quoteIdentifier(relation)}.${quoteIdentifier(delivery.date_column)} between ${from} and ${to}`
}
