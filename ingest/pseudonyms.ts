import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal, sha256, writeDurably } from '#foundation'

/** The secret behind the house's own pseudonyms. It stays outside every database. */
export type PseudonymSecret = Buffer

const secretBytes = 32
const blockBytes = 64

/**
 * Reads the secret of a home, or makes it on the very first run.
 *
 * @throws {@link Refusal} `SECRET_LOST` when the home has facts already: a new secret would give everybody a new pseudonym
 */
export function pseudonymSecret(home: string, hasFacts: boolean): PseudonymSecret {
  const path = join(home, 'secrets', 'pseudonyms.key')
  if (existsSync(path)) return readFileSync(path)
  if (hasFacts) {
    throw new Refusal(
      'SECRET_LOST',
      'The secret of the pseudonyms is gone, so old and new rows could not be joined. Restore it from the backup.',
      { file: path },
    )
  }
  mkdirSync(join(home, 'secrets'), { recursive: true, mode: 0o700 })
  const secret = randomBytes(secretBytes)
  writeDurably(path, secret, 0o600)
  return secret
}

/**
 * Defines `pseudonym(text)` and `fingerprint(text)` on a connection. A pseudonym is HMAC-SHA-256 (RFC 2104) of the
 * sender's key, cut to 128 bits (section 5): whoever steals the warehouse cannot join it to a sender's file.
 */
export async function definePseudonyms(connection: DuckDBConnection, secret: PseudonymSecret): Promise<void> {
  await connection.run(`set variable inner_pad = unhex('${pad(secret, 0x36)}')`)
  await connection.run(`set variable outer_pad = unhex('${pad(secret, 0x5c)}')`)
  await connection.run(`create or replace temp macro pseudonym(cell) as
    left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(cell)))), 32)::uuid`)
  await connection.run(`set variable fingerprint_salt = '${sha256(secret).slice(0, 16)}'`)
  await connection.run(
    `create or replace temp macro fingerprint(line) as md5(getvariable('fingerprint_salt') || line)::uuid`,
  )
}

function pad(secret: PseudonymSecret, byte: number): string {
  const block = Buffer.alloc(blockBytes)
  secret.copy(block, 0, 0, secretBytes)
  return Buffer.from(block.map((value) => value ^ byte)).toString('hex')
}
