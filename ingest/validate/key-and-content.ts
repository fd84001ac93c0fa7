import { quoteIdentifier } from '#foundation'
import type { ColumnContract } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { valueNamed } from '../cells/typed-column.ts'
import { fingerprint } from './pseudonyms.ts'

/**
 * Which row it is and what it says, in the order of the contract. A source column that fills two canonical columns says its text
 * once. The salt of the fingerprint is secret: nobody can recompute it from the sender's file.
 */
export function keyAndContent({ contract }: RowSource): string {
  const key = contract.delivery.key === 'content' ? [] : contract.delivery.key
  const texts = new Set<string>()
  const said = Object.entries(contract.columns).flatMap(([name, { from, type }]) => {
    const isRepeated = isText(type) && texts.has(from.join())
    if (isText(type)) texts.add(from.join())
    return isRepeated || key.includes(name) ? [] : [asText(valueNamed(name), type)]
  })
  const content = (parts: readonly string[]) => `${fingerprint(parts)} as content`
  if (key.length === 0) return `${content(said)}, ${asUuid('md5(hex(content))')} as row_key`
  const parts = key.map((name) => (contract.columns[name]?.type === 'key' ? valueNamed(name) : quoteIdentifier(name)))
  const digits = `md5(concat_ws('|', ${parts.join(', ')}))`
  return `${asUuid(digits)} as row_key, ${content([digits, ...said])}`
}

/** By way of bytes, which is a quarter faster than reading the digits as a UUID. */
export function asUuid(digits: string): string {
  return `unhex(${digits})::uuid`
}

/** What the engine writes for a value; for yes and no, in a quarter of its time. */
function asText(value: string, type: ColumnContract['type']): string {
  return type === 'boolean' ? `case when ${value} then 'true' when not ${value} then 'false' end` : value
}

function isText(type: ColumnContract['type']): boolean {
  return type === 'text' || type === 'code' || type === 'mapped_code'
}
