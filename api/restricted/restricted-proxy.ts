import { type Request, type Response, Router } from 'express'
import { Refusal } from '#foundation'
import type { Policy } from '#warehouse'
import { principalOf } from '../access/identify.ts'
import { requestedPolicy } from '../access/requested-level.ts'
import { authorizeQuery, type Principal, requireLevel } from '../access/roles.ts'
import { inEachLanguage, languageOfPage } from '../http/in-each-language.ts'
import type { Service } from '../service/service.ts'
import { requestedDataset } from '../statistics/ask-method.ts'
import { methodNamed } from '../statistics/methods.ts'
import { handingOn } from './hand-on.ts'
import type { RestrictedUpstream } from './restricted-address.ts'

/**
 * Hands questions of analysts and officers on to the restricted process. This process reads no facts: it only knows who
 * asks, and whether they may.
 *
 * @param pages - what follows the language in the address of each page that the restricted process has, such as `explore`
 * @throws {@link Refusal} `BAD_CONFIGURATION` when the restricted process is not named soundly
 */
export function restrictedProxy(
  service: Service<'public'>,
  restricted: RestrictedUpstream,
  pages: readonly string[],
): Router {
  const router = Router({ caseSensitive: true })
  const handOn = handingOn(restricted, service.deadline)
  router.get('/v1/data/:dataset', async (request, response, next) => {
    const policy = higherPolicy(request)
    if (policy === undefined) return next()
    const { asker, dataset } = whoMayAsk(request.params.dataset, policy, response, service)
    await handOn(request, response, `/v1/data/${encodeURIComponent(dataset)}`, asker)
  })
  router.get('/v1/statistics/:method', async (request, response, next) => {
    const policy = higherPolicy(request)
    if (policy === undefined) return next()
    const { asker } = whoMayAsk(request.query['dataset'], policy, response, service)
    await handOn(
      request,
      response,
      `/v1/statistics/${encodeURIComponent(methodNamed(request.params.method).name)}`,
      asker,
    )
  })
  for (const page of pages)
    router.get(inEachLanguage(page), async (request, response, next) => {
      const policy = higherPolicy(request)
      if (policy === undefined) return next()
      await handOn(request, response, `/${languageOfPage(request)}/${page}`, whoMaySee(request, policy, response))
    })
  return router
}

/** The policy of a level that is not public; `undefined` for what this process answers itself. */
function higherPolicy({ query }: Request): Policy | undefined {
  const policy = requestedPolicy(query['level'], ['public', 'analyst', 'officer'])
  return policy.level === 'public' ? undefined : policy
}

function whoMayAsk(named: unknown, { level }: Policy, response: Response, { catalog }: Service<'public'>) {
  const dataset = requestedDataset(named, catalog).name
  const asker = principalOf(response)
  authorizeQuery(asker, level, dataset)
  return { asker, dataset }
}

function whoMaySee({ query }: Request, { level }: Policy, response: Response): Principal {
  refusePurposeIn(query)
  const asker = principalOf(response)
  requireLevel(asker, level)
  return asker
}

/**
 * Why somebody needs figures is never read out of an address: whoever wrote the link would speak for whoever follows it.
 *
 * @throws {@link Refusal} `PURPOSE_IN_ADDRESS`
 */
export function refusePurposeIn(query: Request['query']): void {
  if (query['purpose'] === undefined) return
  const message = 'A purpose is not taken from an address. Say it on the page of your session, or with the header.'
  throw new Refusal('PURPOSE_IN_ADDRESS', message, { parameter: 'purpose' })
}
