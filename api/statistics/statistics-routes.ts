import { type Request, type Response, Router } from 'express'
import { Refusal } from '#foundation'
import { inTurns } from '#statistics'
import { datasetNamed, type Level, type Parameters, parseQuestion } from '#warehouse'
import { askerOf } from '../access/identify.ts'
import { requestedPolicy } from '../access/requested-level.ts'
import { describeAnswer } from '../formats/json.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import { cacheControl, sendMade } from '../http/send-made.ts'
import { ofOneEdition } from '../one-edition.ts'
import type { Service } from '../service.ts'
import { type Findings, type Method, optionsOf } from './method.ts'
import { describeMethods, methodNamed } from './methods.ts'

/** `/v1/statistics`: methods over tables that the grammar returns at the caller's level; none of them reads facts. */
export function statisticsRoutes<L extends Level>(service: Service<L>): Router {
  const router = Router()
  router.get('/v1/statistics', (request, response) => {
    const language = requestedLanguage(request)
    response.set('Cache-Control', cacheControl(service.levels[0])).json({ methods: describeMethods(language) })
  })
  router.get('/v1/statistics/:method', async (request, response) => await sendFindings(request, response, service))
  return router
}

async function sendFindings<L extends Level>(request: Request, response: Response, service: Service<L>): Promise<void> {
  const { catalog } = service
  const method = methodNamed(String(request.params['method']))
  const language = requestedLanguage(request)
  const policy = requestedPolicy(request.query['level'], service.levels)
  const { dataset, own, parameters } = partedQuery(request, method, service)
  const options = optionsOf(method, own)
  const question = method.prepare(parseQuestion(parameters, datasetNamed(dataset, catalog)), catalog, options)
  const { id } = service.edition(policy.level, question.asOf)
  await sendMade(request, response, service, {
    level: policy.level,
    edition: id,
    about: { method: method.name, question, options, language },
    type: 'application/json; charset=utf-8',
    make: async (signal) => {
      const asking = { policy, asker: askerOf(response) }
      const { result, edition } = await ofOneEdition(service, asking, signal, async (ask) => {
        const answer = await ask(question)
        const others = []
        for (const other of method.besides?.(question, catalog) ?? []) others.push(await ask(other))
        return { answer, others }
      })
      const found = method.run({ ...result, catalog, options })
      const findings: Findings = Symbol.iterator in found ? await inTurns(found, signal) : found
      const { columns: _, method: protection, ...about } = describeAnswer(result.answer, catalog, language)
      const what = { method: method.name, definition: method.definition[language], ...findings }
      return { bytes: Buffer.from(JSON.stringify({ ...what, ...about, protection })), edition: edition.id }
    },
  })
}

/** What of a request is about the method, and what about its question. */
function partedQuery({ query }: Request, { options }: Method, { catalog }: Pick<Service<Level>, 'catalog'>) {
  const { lang: _, level: __, dataset, ...rest } = query as Record<string, string>
  if (typeof dataset !== 'string')
    throw new Refusal('BAD_PARAMETER', 'Say which dataset the method is about: dataset=sentences.', {
      parameter: 'dataset',
      allowed: [...catalog.datasets.keys()],
    })
  const names = Object.keys(options?.shape ?? {})
  const [own, parameters] = [true, false].map((isOwn) =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => names.includes(name) === isOwn)),
  )
  return { dataset, own: own ?? {}, parameters: (parameters ?? {}) as Parameters }
}
