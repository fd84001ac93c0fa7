import { type Request, Router } from 'express'
import { nearest, Refusal } from '#foundation'
import { type Indicator, ifCovered } from '#warehouse'
import { mediaTypes } from '../formats/encode.ts'
import { finiteJson } from '../formats/finite.ts'
import { jsonAnswer } from '../formats/json.ts'
import { takes } from '../http/known-parameters.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import { cacheControl, sendMade } from '../http/send-made.ts'
import { askingAsPublic, ofOneEdition } from '../one-edition.ts'
import { handedOver } from '../sdg/hand-over.ts'
import { openSdgCsv } from '../sdg/open-sdg-csv.ts'
import type { Service } from '../service.ts'
import { disaggregationOf, indicatorSheet, seriesQuestion } from './indicator-document.ts'

/** `/v1/indicators`: sheets, series, coverage of disaggregations, and the file for the national open platform. */
export function indicatorRoutes(service: Service<'public'>): Router {
  const router = Router()
  const { catalog, jurisdiction } = service
  router.get('/v1/indicators', takes('lang'), (request, response) => {
    const [edition, language] = [service.edition('public'), requestedLanguage(request)]
    const indicators = catalog.indicators.map((indicator) => indicatorSheet(indicator, catalog, edition, language))
    response.set('Cache-Control', cacheControl('public')).json({ release: edition.id, indicators })
  })
  router.get('/v1/indicators/coverage', takes('lang'), (request, response) => {
    const [edition, language] = [service.edition('public'), requestedLanguage(request)]
    const coverage = catalog.indicators
      .filter(({ disaggregation }) => disaggregation.length > 0)
      .map((indicator) => {
        const asked = disaggregationOf(indicator, catalog, edition, language)
        const available = asked.filter((one) => one.available).length
        return { code: indicator.code, type: indicator.type, expected: asked.length, available, disaggregation: asked }
      })
    response.set('Cache-Control', cacheControl('public')).json({ release: edition.id, coverage })
  })
  router.get('/v1/indicators/hand-over.csv', takes(), async (request, response) => {
    const { sdg } = jurisdiction
    if (sdg === undefined)
      throw new Refusal('NOT_FOUND', 'This jurisdiction declares no structure for the submission of indicators.')
    const edition = service.edition('public')
    await sendMade(request, response, service, {
      level: 'public',
      edition: edition.id,
      kind: 'findings',
      about: 'hand-over',
      type: mediaTypes.csv,
      file: `sdg_${edition.id}.csv`,
      make: async (signal) => {
        const { result, edition: found } = await ofOneEdition(service, askingAsPublic, signal, (ask) =>
          handedOver(sdg, catalog.indicators, catalog, ask),
        )
        return { bytes: Buffer.from(openSdgCsv(result, sdg, found.synthetic)), edition: found.id }
      },
    })
  })
  router.get('/v1/indicators/:code', takes('lang'), async (request, response) => {
    const indicator = requestedIndicator(request, catalog.indicators)
    const [edition, language] = [service.edition('public'), requestedLanguage(request)]
    await sendMade(request, response, service, {
      level: 'public',
      edition: edition.id,
      kind: 'question',
      about: { indicator: indicator.code, language },
      type: mediaTypes.json,
      make: async (signal) => {
        const { result, edition: found } = await ofOneEdition(service, askingAsPublic, signal, (ask) =>
          Promise.all(indicator.series.map((series) => ifCovered(ask(seriesQuestion(series))))),
        )
        const document = {
          release: found.id,
          ...indicatorSheet(indicator, catalog, found, language),
          answers: result.flatMap((answer) => (answer === undefined ? [] : jsonAnswer(answer, catalog, language))),
        }
        return { bytes: Buffer.from(finiteJson(document)), edition: found.id }
      },
    })
  })
  return router
}

function requestedIndicator(request: Request, indicators: readonly Indicator[]): Indicator {
  const code = String(request.params['code'])
  const found = indicators.find((indicator) => indicator.code === code)
  if (found !== undefined) return found
  const allowed = indicators.map((indicator) => indicator.code)
  throw new Refusal('NOT_FOUND', `There is no indicator "${code.slice(0, 40)}".${nearest(code, allowed)}`, {
    parameter: 'code',
    allowed,
  })
}
