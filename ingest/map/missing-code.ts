import { quoteLiteral } from '#foundation'
import { cellOf, foldedText } from '#jurisdictions'
import { folded } from '../cells/fold.ts'
import { valueNamed } from '../cells/typed-column.ts'
import type { FaultRule } from '../cells/words.ts'
import { codeNamed, type Lookup } from './lookup.ts'

/** The words for a code that is in no row of a lookup. Where several columns decide, each that is wrong alone is named. */
export function missingCode(lookup: Lookup, code: 'UNKNOWN_CODE' | 'UNMAPPED'): readonly FaultRule[] {
  const { column, by } = lookup
  const known = [column, ...by].map((name) => `${valueNamed(name)} is not null`)
  const none = `${known.join(' and ')} and ${codeNamed(column)} is null`
  const word = (name: string, when: string): FaultRule => ({ when, text: `${code}:${name}`, column: name })
  if (lookup.isConditional) return [word(column, `${valueNamed(column)} is not null and ${codeNamed(column)} is null`)]
  if (by.length === 0 || code === 'UNMAPPED') return [word(column, none)]
  const foreign = by.map((key) => isForeign(lookup, key, key))
  const together = `${isForeign(lookup, column, 'source')} or not (${foreign.join(' or ')})`
  const only = (when: string) => `case when ${none} then ${when} else false end`
  return [word(column, only(together)), ...by.map((key, index) => word(key, only(foreign[index] ?? 'false')))]
}

/** Whether the value of a column stands in no row at all. A list, for the engine would join all rows with the values of a long `in`. */
function isForeign({ rows }: Lookup, column: string, key: string): string {
  const known = [...new Set(rows.map((row) => foldedText(cellOf(row, key))))]
  return known.length === 0
    ? 'true'
    : `not list_contains([${known.map(quoteLiteral).join(', ')}], ${folded(valueNamed(column))})`
}
