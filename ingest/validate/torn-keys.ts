import { quoteIdentifier, quoteLiteral } from '#foundation'
import { type Contract, canonicalType, listOf, unknownCode } from '#jurisdictions'
import { checkedRows } from './check-rows.ts'

/** Rows that are judged by what they say: neither layout, nor withdrawals. */
export const judged = 'layout is null and not withdraws'
export const sound = `faults is null and ${judged}`

/** What says a constant of a key, such as the sex of a person, as SQL. */
export interface ConstantRows {
  /** The column of the key. */
  readonly key: string
  /** The condition under which a row says it. */
  readonly known: string
  /** Sound rows of the file at hand with `key`, `value`, `row_key` and `row_no`. */
  readonly seen: string
  /** The same of stored rows with a key of the file. */
  readonly earlier: string
}

export function constantRows(
  { column, of }: Contract['constants'][number],
  { canonical }: Contract,
  existing: string,
): ConstantRows {
  const [value, key] = [quoteIdentifier(column), quoteIdentifier(of)]
  const isCode = listOf(canonicalType(canonical, column)) !== undefined
  const known = isCode ? `${value} <> ${quoteLiteral(unknownCode)}` : `${value} is not null`
  return {
    key,
    known,
    seen: `select ${key} as key, ${value} as value, row_key, row_no from ${checkedRows} where ${sound} and ${known}`,
    earlier: `select ${key}, ${value}, row_key, null from ${existing} as held
      where ${known} and ${key} in (select ${key} from ${checkedRows})`,
  }
}

/** Keys that stand beside different values. */
export function tornKeys(seen: string): string {
  return `select key from (${seen}) group by key having min(value) <> max(value)`
}
