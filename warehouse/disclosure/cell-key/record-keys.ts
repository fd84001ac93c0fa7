import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral } from '#foundation'

const blockBytes = 64

/**
 * Of the records of a yearly batch this part gets another key. Then nearly every large cell has other noise, and a cell that moves
 * need not stand for a correction. With all of them the mean of the draws would tell a third of the small cells.
 */
export const drawnShare = 0.1

/**
 * Defines `record_key(unit)` on a connection: the first 32 bits of HMAC-SHA-256 (RFC 2104) of the text under the secret, as
 * an unsigned integer. Sums of it modulo 2^32 are exact in any order.
 */
export async function defineRecordKeys(connection: DuckDBConnection, secret: Uint8Array): Promise<void> {
  const key = Buffer.alloc(blockBytes)
  Buffer.from(secret.length > blockBytes ? createHash('sha256').update(secret).digest() : secret).copy(key)
  const padded = (pad: number) => Buffer.from(key.map((byte) => byte ^ pad)).toString('hex')
  await connection.run(`set variable record_key_inner = unhex('${padded(0x36)}')`)
  await connection.run(`set variable record_key_outer = unhex('${padded(0x5c)}')`)
  await connection.run(
    `create or replace temp macro record_key(unit) as ('0x' || left(sha256(getvariable('record_key_outer') ||
       unhex(sha256(getvariable('record_key_inner') || encode(unit)))), 8))::uinteger`,
  )
}

/**
 * The record key of a unit after yearly batches, as SQL: that of the last batch which chose the unit, else its first one.
 *
 * @param batches - their names, in their order
 */
export function keySql(unit: string, batches: readonly string[]): string {
  const within = (...parts: readonly string[]) =>
    `record_key(${[unit, ...parts.map(quoteLiteral)].join(' || chr(31) || ')})`
  const chosen = batches.toReversed().map((batch) => {
    const isChosen = `${within(batch, 'chosen')} < ${Math.round(drawnShare * 2 ** 32)}`
    return `when ${isChosen} then ${within(batch)}`
  })
  return chosen.length === 0 ? within() : `case ${chosen.join(' ')} else ${within()} end`
}
