import type { NextFunction, Request } from 'express'
import { nearest } from '#foundation'
import { wrongParameter } from '#warehouse'

/**
 * Lets only requests through whose address has no other parameters than these: with one that means nothing, the same answer
 * could be asked for under any number of addresses.
 *
 * @throws {@link Refusal} `UNKNOWN_PARAMETER`
 */
export function takes(...names: readonly string[]) {
  return ({ query }: Pick<Request, 'query'>, _response: unknown, next: NextFunction): void => {
    requireKnown(query, names)
    next()
  }
}

/** @throws {@link Refusal} `UNKNOWN_PARAMETER`, with the parameter, the nearest known one and all that are known */
export function requireKnown(query: Request['query'], names: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !names.includes(name))
  if (unknown === undefined) return
  const about = { wanted: { is: 'known' }, allowed: names } as const
  throw wrongParameter('UNKNOWN_PARAMETER', unknown, about, nearest(unknown, names))
}
