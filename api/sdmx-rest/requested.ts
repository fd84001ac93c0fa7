import type { Request } from 'express'
import { Refusal } from '#foundation'
import { requireKnown } from '../http/known-parameters.ts'
import { agency } from '../sdmx/components.ts'
import { isOfStandard } from '../sdmx/data-query.ts'

/** A part of the path, `undefined` where it was left out. */
export function param(request: Request, name: string): string | undefined {
  const value = request.params[name]
  return typeof value === 'string' ? value : undefined
}

/** @throws {@link Refusal} `NOT_FOUND` unless the structures of this service are asked for */
export function requireAgency(request: Request): void {
  const asked = param(request, 'agency') ?? '*'
  if (asked !== '*' && asked !== 'all' && asked !== agency)
    throw new Refusal('NOT_FOUND', `The structures of this service are those of ${agency}.`, {
      parameter: 'agency',
      allowed: [agency],
    })
}

/** @throws {@link Refusal} `NOT_FOUND` unless a version is asked for that includes the one known */
export function requireVersion(request: Request, known: string): void {
  const asked = param(request, 'version') ?? '*'
  if (![known, '*', '+', '~', 'latest', 'all'].includes(asked))
    throw new Refusal('NOT_FOUND', `There is the version ${known}.`, { parameter: 'version', allowed: [known] })
}

/**
 * What the standard knows beside is not supported; anything else is wrong.
 *
 * @throws {@link Refusal} `SDMX_NOT_SUPPORTED`, `UNKNOWN_PARAMETER`
 */
export function requireNoOthers({ query }: Request, known: readonly string[]): void {
  const other = Object.keys(query).find((name) => !known.includes(name) && isOfStandard(name))
  if (other !== undefined) throw notSupported(other, known)
  requireKnown(query, known)
}

export function notSupported(parameter: string, allowed: readonly string[]): Refusal {
  const message = `This service does not support this value of "${parameter.slice(0, 60)}". It knows ${allowed.join(', ')}.`
  return new Refusal('SDMX_NOT_SUPPORTED', message, { parameter: parameter.slice(0, 60), allowed })
}
