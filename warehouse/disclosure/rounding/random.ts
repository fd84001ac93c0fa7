import { createHmac } from 'node:crypto'

/** Numbers that nobody can foretell without the secret, and that are the same ones for the same words. */
export interface SecretRandom {
  /** At least 0, less than 1. */
  next(): number
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
}

/**
 * A stream of numbers seeded by HMAC-SHA-256 of the words under the secret (sfc32, Doty-Humphrey, PractRand). The stream
 * itself is not a cipher: what is kept secret is the seed, and published cells show one bit of each draw at most.
 */
export function secretRandom(secret: Uint8Array, ...words: readonly string[]): SecretRandom {
  const seed = createHmac('sha256', secret).update(words.join('\u0000')).digest()
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => seed.readUInt32LE(offset)) as [number, number, number, number]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let round = 0; round < 16; round++) next()
  return { next, below: (limit) => Math.floor(next() * limit) }
}
