import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express'
import { onBehalfOf } from '#foundation'
import { principalOf } from '../access/identify.ts'
import { disconnectSignal } from '../http/disconnect-signal.ts'
import { householdOf } from './household.ts'
import { cachedCost, plainCost } from './kinds.ts'
import { limitedQuota, type Quota, Quotas } from './quota.ts'

const ownAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/**
 * Finds the quota of a request: that of its token, without one that of its address, of which IPv6 counts to /64. This machine itself
 * is not limited, except where a proxy in front of it says whose requests it passes on.
 *
 * @param perMinute - milliseconds of CPU time that one asker may cost
 * @throws {@link Refusal} `TOO_MANY_REQUESTS` (429)
 */
export function costLimit(perMinute: number, isBehindProxy: boolean): CostLimit {
  const quotas = new Quotas(perMinute)
  const quotaFor = (request: Request, response: Response): Quota => {
    const isOwn = !isBehindProxy && ownAddresses.includes(request.ip ?? '')
    const who = whoAsks(request, response)
    return isOwn ? { ...unlimited, who } : limitedQuota(who, quotas, response)
  }
  return {
    pay: (request, response, next) => {
      const quota = quotaFor(request, response)
      response.locals['quota'] = quota
      quota.pay(cachedCost)
      next()
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
  readonly payRefused: ErrorRequestHandler
}

/** Takes what a request costs that is not answered from memory. */
export function payPlain(_request: Request, response: Response, next: NextFunction): void {
  quotaOf(response).pay(plainCost - cachedCost)
  next()
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
