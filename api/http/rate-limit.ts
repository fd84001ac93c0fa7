import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Refusal } from '#foundation'
import { askerOf } from '../access/identify.ts'

const oneMinute = 60_000
const ownAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/**
 * At most so many requests a minute from each token, and from each address without one. This machine itself is not limited,
 * except where a proxy in front of it says whose requests it passes on.
 *
 * @throws {@link Refusal} `TOO_MANY_REQUESTS` (429)
 */
export function requestLimit(perMinute: number, isBehindProxy: boolean): RequestHandler {
  return rateLimit({
    windowMs: oneMinute,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => !isBehindProxy && ownAddresses.includes(request.ip ?? ''),
    keyGenerator: (request, response) => askerOf(response)?.who ?? ipKeyGenerator(addressOf(request)),
    handler: () => {
      throw new Refusal('TOO_MANY_REQUESTS', `At most ${perMinute} requests a minute. Wait a little and ask again.`)
    },
  })
}

function addressOf({ ip }: Request): string {
  return ip ?? 'unknown'
}
