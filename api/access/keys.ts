import { hkdfSync } from 'node:crypto'
import { Refusal } from '#foundation'

/** What the internal key is used for. Each use has a key of its own: what one has made, no other accepts. */
export type KeyUse = 'speaking' | 'sign-in'

/** Letters or bytes of an internal key. */
export const minKeyLength = 32

const keyBytes = 32

/**
 * The key for one use, derived from the internal key, which itself is never sent.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION` for a short internal key
 * @see RFC 5869 (HKDF)
 */
export function keyFor(use: KeyUse, internalKey: string | Uint8Array): Uint8Array {
  if (internalKey.length < minKeyLength) {
    const message = `The internal key has fewer than ${minKeyLength} letters. Choose a longer one.`
    throw new Refusal('BAD_CONFIGURATION', message, { parameter: 'TARAZA_INTERNAL_SECRET' })
  }
  return new Uint8Array(hkdfSync('sha256', internalKey, 'taraza', `taraza ${use} 1`, keyBytes))
}
