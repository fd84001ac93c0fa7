import { quoteIdentifier } from '#foundation'
import type { ColumnContract, Contract } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import { valueNamed } from '../cells/typed-column.ts'
import { fingerprint } from './pseudonyms.ts'

/**
 * Which row it is and what it says, in the order of the contract. The salt of the fingerprint is secret: nobody can recompute it
 * from the sender's file.
 *
 * A row with a key says what is stored of it, so that its fingerprint can be computed anew from the facts alone. A row without
 * one is what its sender wrote: two spellings of one code may be two rows.
 */
export function keyAndContent({ contract }: RowSource): string {
  if (!hasKey(contract)) {
    const content = fingerprint(textsOfSender(contract))
    return `${content} as content, ${asUuid('md5(hex(content))')} as row_key`
  }
  const digits = digitsOfKey(contract, valueNamed)
  const content = fingerprint([digits, ...textsBesideKey(contract, valueNamed)])
  return `${asUuid(digits)} as row_key, ${content} as content`
}

/** How a stored row is recognised, as SQL over its stored columns. */
export interface StoredFingerprint {
  readonly rowKey: string
  readonly content: string
}

/**
 * {@link keyAndContent} of rows that are stored, on a connection with their pseudonyms defined. `undefined` for a register without
 * keys: what its senders wrote is not stored.
 */
export function storedFingerprint(contract: Contract): StoredFingerprint | undefined {
  if (!hasKey(contract)) return undefined
  // A row whose sender gives no key has its own in its place.
  const keyStored = (name: string) => `replace(nullif(${quoteIdentifier(name)}, row_key)::varchar, '-', '')`
  const digits = digitsOfKey(contract, keyStored)
  return { rowKey: asUuid(digits), content: fingerprint([digits, ...textsBesideKey(contract, keyStored)]) }
}

/** By way of bytes, which is a quarter faster than reading the digits as a UUID. */
export function asUuid(digits: string): string {
  return `unhex(${digits})::uuid`
}

type KeyNamed = (name: string) => string

function hasKey({ delivery }: Contract): boolean {
  return delivery.key !== 'content'
}

function keyOf({ delivery: { key } }: Contract): readonly string[] {
  return key === 'content' ? [] : key
}

function digitsOfKey(contract: Contract, keyNamed: KeyNamed): string {
  const isPseudonym = (name: string) => contract.columns[name]?.type === 'key'
  const parts = keyOf(contract).map((name) => (isPseudonym(name) ? keyNamed(name) : quoteIdentifier(name)))
  return `md5(concat_ws('|', ${parts.join(', ')}))`
}

function textsBesideKey(contract: Contract, keyNamed: KeyNamed): readonly string[] {
  const key = keyOf(contract)
  return Object.entries(contract.columns).flatMap(([name, { type }]) => {
    if (key.includes(name)) return []
    return [type === 'key' ? keyNamed(name) : asText(quoteIdentifier(name), type)]
  })
}

/** A source column that fills two canonical columns says its text once. */
function textsOfSender({ columns }: Contract): readonly string[] {
  const texts = new Set<string>()
  return Object.entries(columns).flatMap(([name, { from, type }]) => {
    const isRepeated = isText(type) && texts.has(from.join())
    if (isText(type)) texts.add(from.join())
    return isRepeated ? [] : [asText(valueNamed(name), type)]
  })
}

/** What the engine writes for a value; for yes and no, in a quarter of its time. */
function asText(value: string, type: ColumnContract['type']): string {
  return type === 'boolean' ? `case when ${value} then 'true' when not ${value} then 'false' end` : value
}

function isText(type: ColumnContract['type']): boolean {
  return type === 'text' || type === 'code' || type === 'mapped_code'
}
