import type { IncomingMessage } from 'node:http'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { onBehalfOf } from '#foundation'
import { principalOf } from '../access/identify.ts'
import { disconnectSignal } from '../http/disconnect-signal.ts'
import { householdOf } from './household.ts'
import { cachedCost, plainCost } from './kinds.ts'
import { limitedQuota, type Quota, Quotas, rateLimitHeaders } from './quota.ts'
import { senderOf } from './sender.ts'

const ownAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/**
 * Finds the quota of a request: that of its token, without one that of its address, of which IPv6 counts to /64. This machine itself
 * is not limited, except where a proxy in front of it says whose requests it passes on.
 *
 * @param perMinute - milliseconds of CPU time that one asker may cost
 * @param trustedProxies - in front of this server, that tell whose requests they pass on
 * @throws {@link Refusal} `TOO_MANY_REQUESTS` (429)
 */
export function costLimit(perMinute: number, trustedProxies: number): CostLimit {
  const quotas = new Quotas(perMinute)
  const isOwn = (address: string | undefined) => trustedProxies === 0 && ownAddresses.includes(address ?? '')
  const quotaFor = (request: Request, response: Response): Quota => {
    const who = whoAsks(request, response)
    return isOwn(request.ip) ? { ...unlimited, who } : limitedQuota(who, quotas, response)
  }
  return {
    pay: (request, response, next) => {
      const quota = quotaFor(request, response)
      response.locals['quota'] = quota
      quota.pay(plainCost)
      next()
    },
    payRemembered: (request) => {
      const address = senderOf(request, trustedProxies)
      if (isOwn(address)) return []
      const who = householdOf(address)
      return quotas.take(who, cachedCost) ? Object.entries(rateLimitHeaders(who, quotas)).flat() : undefined
    },
    payRefused: (error, request, response, next) => {
      if (response.locals['quota'] === undefined) quotaFor(request, response).pay(plainCost)
      next(error)
    },
  }
}

/** Takes what requests cost: what is asked, and what is refused before anybody knows who asks, such as a wrong token. */
export interface CostLimit {
  readonly pay: RequestHandler
  /**
   * Takes what it costs to send what is remembered to whoever has no name.
   *
   * @returns the headers that tell what is left, names and values in turns; `undefined` where too little is
   */
  readonly payRemembered: (request: IncomingMessage) => readonly string[] | undefined
  readonly payRefused: ErrorRequestHandler
}

/** The quota of whoever sent a request. In the restricted process, which knows everybody by name, nobody is limited; they share its queues. */
export function quotaOf(response: Response): Quota {
  const { quota } = response.locals
  return (quota as Quota | undefined) ?? { ...unlimited, isFree: false, who: principalOf(response)?.who ?? 'nobody' }
}

/** Whoever waits for an answer. */
export interface Caller {
  readonly quota: Quota
  /** Fires when the caller has left: work that it ends is done on the caller's behalf. */
  readonly left: AbortSignal
}

/** Whoever sent the request that a response answers. */
export function callerOf(response: Response): Caller {
  const [quota, left] = [quotaOf(response), disconnectSignal(response)]
  onBehalfOf(quota.who, left)
  return { quota, left }
}

const unlimited: Omit<Quota, 'who'> = {
  isFree: true,
  pay: () => undefined,
  owe: () => undefined,
  giveBack: () => undefined,
}

function whoAsks({ ip }: Request, response: Response): string {
  return principalOf(response)?.who ?? householdOf(ip)
}
