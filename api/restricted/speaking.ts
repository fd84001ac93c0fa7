import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { z } from 'zod'
import { Refusal } from '#foundation'
import { maxPurpose, type Principal } from '../access/roles.ts'
import { isSigned, packed, signatureOf, unpacked } from '../access/signature.ts'
import { UsedNonces } from './used-nonces.ts'

/** Carries a person from the server that signed them in to the restricted process: who asks, when, a nonce, a signature. */
export const spokenHeader = 'taraza-spoken-for'

/** Clocks of two hosts may differ by so much. */
const window = 30_000
const maxRemembered = 100_000
const nonceBytes = 16

/** Whom the public server may speak for. It never speaks for a steward. */
const personSchema = z.strictObject({
  who: z.string().min(1).max(500),
  role: z.enum(['analyst', 'officer']),
  datasets: z.array(z.string().max(100)).max(1000).optional(),
  purpose: z.string().max(maxPurpose).optional(),
})

/** One request, as it is sent. */
export interface SentRequest {
  readonly method: string
  /** The path with its query. */
  readonly target: string
}

/** Speaks for a person in one request: the text of the header. @param key - for the use `speaking` */
export function spokenFor(
  asker: Principal,
  { method, target }: SentRequest,
  key: Uint8Array,
  now = Date.now(),
): string {
  const { who, role, datasets, purpose } = asker
  const said = [packed({ who, role, datasets, purpose }), String(now), randomBytes(nonceBytes).toString('base64url')]
  return [...said, signatureOf([method, target, ...said], key)].join('.')
}

/**
 * Hears whom the public server speaks for: each time once, for the very request that it signed, and within half a minute.
 *
 * @param key - for the use `speaking`; without one nobody is spoken for
 * @throws {@link Refusal} `NOT_SPOKEN_FOR` (401) for all else
 */
export function hearing(key: Uint8Array | undefined, clock: () => number = Date.now) {
  const nonces = new UsedNonces(maxRemembered)
  return (request: Request): Principal | undefined => {
    const text = request.get(spokenHeader)
    if (text === undefined) return undefined
    const [person = '', time = '', nonce = '', signature = '', ...more] = text.split('.')
    const signed = [request.method, request.originalUrl, person, time, nonce]
    if (key === undefined || more.length > 0 || !isSigned(signed, signature, key)) throw notSpokenFor()
    const now = clock()
    if (!(Math.abs(now - Number(time)) <= window)) throw notSpokenFor()
    const read = personSchema.safeParse(unpacked(person))
    if (!read.success || !nonces.isFirstUse(nonce, now, 2 * window)) throw notSpokenFor()
    return read.data
  }
}

function notSpokenFor(): Refusal {
  const message =
    'The public server does not speak for anybody with this request. Both need one internal key and clocks that agree.'
  return new Refusal('NOT_SPOKEN_FOR', message)
}
