import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'

const blockBytes = 64

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
