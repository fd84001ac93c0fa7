import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal, sha256, writeDurably } from '#foundation'

/** The secret behind the house's own pseudonyms. It stays outside every database. */
export type PseudonymSecret = Buffer

const secretBytes = 32

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
  writeDurably(path, secret)
  return secret
}

/**
 * Defines `pseudonym(text)` and `fingerprint(text)` on a connection. A pseudonym is SHA-256 of the secret and the sender's
 * key, of which 128 bits are kept, in hexadecimal digits: whoever steals the warehouse cannot join it to a sender's file. As half of the hash is
 * never shown it cannot be extended, which is what HMAC guards against at four times the cost (docs/adr/0014-pseudonyms.md).
 */
export async function definePseudonyms(connection: DuckDBConnection, secret: PseudonymSecret): Promise<void> {
  await connection.run(`set variable pseudonym_secret = unhex('${secret.toString('hex')}')`)
  await connection.run(
    `create or replace temp macro pseudonym(cell) as substring(sha256(getvariable('pseudonym_secret') || encode(cell)), 1, 32)`,
  )
  await connection.run(`set variable fingerprint_salt = '${sha256(secret).slice(0, 16)}'`)
  await connection.run(
    `create or replace temp macro fingerprint(line) as md5_number(getvariable('fingerprint_salt') || line)`,
  )
}
