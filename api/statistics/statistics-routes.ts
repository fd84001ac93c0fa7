import { type Request, type Response, Router } from 'express'
import type { Level } from '#warehouse'
import { askerOf } from '../access/identify.ts'
import { requestedPolicy } from '../access/requested-level.ts'
import { finiteJson } from '../formats/finite.ts'
import { describeAnswer } from '../formats/json.ts'
import { takes } from '../http/known-parameters.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import { cacheControl, sendMade } from '../http/send-made.ts'
import { ofOneEdition } from '../one-edition.ts'
import type { Service } from '../service.ts'
import { findingsOf, readMethodQuestion } from './ask-method.ts'
import { describeMethods, methodNamed } from './methods.ts'

/** `/v1/statistics`: methods over tables that the grammar returns at the caller's level; none of them reads facts. */
export function statisticsRoutes<L extends Level>(service: Service<L>): Router {
  const router = Router()
  router.get('/v1/statistics', takes('lang'), (request, response) => {
    const language = requestedLanguage(request)
    response.set('Cache-Control', cacheControl(service.levels[0])).json({ methods: describeMethods(language) })
  })
  router.get('/v1/statistics/:method', async (request, response) => await sendFindings(request, response, service))
  return router
}

async function sendFindings<L extends Level>(request: Request, response: Response, service: Service<L>): Promise<void> {
  const language = requestedLanguage(request)
  const policy = requestedPolicy(request.query['level'], service.levels)
  const { lang: _, level: __, dataset, ...parameters } = request.query as Record<string, string>
  const asked = readMethodQuestion(methodNamed(String(request.params['method'])), dataset, parameters, service.catalog)
  const { method, question, options } = asked
  const { id } = service.edition(policy.level, question.asOf)
  await sendMade(request, response, service, {
    level: policy.level,
    kind: 'findings',
    edition: id,
    about: { method: method.name, question, options, language },
    type: 'application/json; charset=utf-8',
    make: async (signal) => {
      const asking = { policy, asker: askerOf(response) }
      const { result, edition } = await ofOneEdition(service, asking, signal, (ask) =>
        findingsOf(asked, service.catalog, ask, signal),
      )
      const { columns: _, method: protection, ...about } = describeAnswer(result.answer, service.catalog, language)
      const what = { method: method.name, definition: method.definition[language], ...result.findings }
      return { bytes: Buffer.from(finiteJson({ ...what, ...about, protection })), edition: edition.id }
    },
  })
}
