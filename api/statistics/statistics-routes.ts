import { type Request, Router } from 'express'
import { Refusal } from '#foundation'
import { type Catalog, datasetNamed, nearest, type Parameters, parseQuestion } from '#warehouse'
import { describeAnswer } from '../formats/json.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import { cacheControl, sendMade } from '../http/send-made.ts'
import { ofOneEdition } from '../one-edition.ts'
import type { Service } from '../service.ts'
import { decompositionMethod } from './decomposition-method.ts'
import { funnelMethod } from './funnel-method.ts'
import { interruptedMethod } from './interrupted-method.ts'
import { type Method, notForMethod } from './method.ts'
import { breaksMethod, seasonalMethod } from './seasonal-method.ts'
import { trendMethod } from './trend-method.ts'

const methods: readonly Method[] = [
  trendMethod,
  seasonalMethod,
  breaksMethod,
  interruptedMethod,
  funnelMethod,
  decompositionMethod,
]

/** `/v1/statistics`: methods over tables that the grammar returns to the public; none of them reads facts. */
export function statisticsRoutes(service: Service<'public'>): Router {
  const router = Router()
  const { catalog } = service
  router.get('/v1/statistics', (request, response) => {
    const language = requestedLanguage(request)
    response.set('Cache-Control', cacheControl('public')).json({
      methods: methods.map(({ name, label, definition, needs }) => ({
        name,
        label: label[language],
        definition: definition[language],
        needs,
      })),
    })
  })
  router.get('/v1/statistics/:method', async (request, response) => {
    const method = requestedMethod(request)
    const language = requestedLanguage(request)
    const { lang: _, dataset: name, event: eventCode, ...parameters } = request.query as Record<string, string>
    if (typeof name !== 'string')
      throw new Refusal('BAD_PARAMETER', 'Say which dataset the method is about: dataset=sentences.', {
        parameter: 'dataset',
        allowed: [...catalog.datasets.keys()],
      })
    const asked = parseQuestion(parameters as Parameters, datasetNamed(name, catalog))
    const question = method.prepare(asked, catalog)
    const event = requestedEvent(method, eventCode, catalog)
    const { id } = service.edition('public', question.asOf)
    await sendMade(request, response, service, {
      level: 'public',
      edition: id,
      about: { method: method.name, question, event: event?.code ?? null, language },
      type: 'application/json; charset=utf-8',
      make: async (signal) => {
        const { result, edition } = await ofOneEdition(service, signal, (ask) => ask(question))
        const { columns: _, method: protection, ...about } = describeAnswer(result, catalog, language)
        const { findings, parameters: used } = method.run(result, catalog, event)
        const what = { method: method.name, definition: method.definition[language], parameters: used, findings }
        return { bytes: Buffer.from(JSON.stringify({ ...what, ...about, protection })), edition: edition.id }
      },
    })
  })
  return router
}

/** @throws {@link Refusal} `NOT_FOR_METHOD`, `UNKNOWN_CODE` */
function requestedEvent(method: Method, code: unknown, { lawChanges }: Catalog) {
  if (code === undefined && !method.takesEvent) return undefined
  if (code === undefined || !method.takesEvent) throw notForMethod(method)
  const found = lawChanges.find((change) => change.code === code)
  if (found !== undefined) return found
  const allowed = lawChanges.map((change) => change.code)
  throw new Refusal(
    'UNKNOWN_CODE',
    `There is no event "${String(code).slice(0, 40)}". There are: ${allowed.join(', ')}.`,
    {
      parameter: 'event',
      allowed,
    },
  )
}

function requestedMethod(request: Request): Method {
  const name = String(request.params['method'])
  const found = methods.find((method) => method.name === name)
  if (found !== undefined) return found
  const allowed = methods.map((method) => method.name)
  const message = `There is no method "${name.slice(0, 40)}".${nearest(name, allowed)} There are: ${allowed.join(', ')}.`
  throw new Refusal('NOT_FOUND', message, { parameter: 'method', allowed })
}
