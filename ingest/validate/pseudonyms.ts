import type { DuckDBConnection } from '@duckdb/node-api'
import { type HomeSecret, sha256 } from '#foundation'

/**
 * Defines `pseudonym(text)` on a connection, and the salt of {@link fingerprint}. A pseudonym is SHA-256 of the secret and the sender's
 * key, of which 128 bits are kept, in hexadecimal digits: whoever steals the warehouse cannot join it to a sender's file. As half of the hash is
 * never shown it cannot be extended, which is what HMAC guards against at four times the cost (docs/adr/0014-pseudonyms.md).
 */
export async function definePseudonyms(
  connection: DuckDBConnection,
  { bytes }: Pick<HomeSecret, 'bytes'>,
): Promise<void> {
  await connection.run(`set variable pseudonym_secret = unhex('${bytes.toString('hex')}')`)
  await connection.run(
    `create or replace temp macro pseudonym(cell) as substring(sha256(getvariable('pseudonym_secret') || encode(cell)), 1, 32)`,
  )
  await connection.run(`set variable fingerprint_salt = '${sha256(bytes).slice(0, 16)}'`)
}

/** A fingerprint of several texts, as SQL; NULL counts as an empty one. The salt is put together with them: doing so later copies all. */
export function fingerprint(texts: readonly string[]): string {
  return `md5_number(concat(getvariable('fingerprint_salt'), ${texts.join(', chr(31), ')}))`
}
