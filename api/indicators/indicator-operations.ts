import type { Request, Response } from 'express'
import { z } from 'zod'
import { nearest, Refusal } from '#foundation'
import { type Indicator, ifCovered } from '#warehouse'
import { finiteJson } from '../formats/finite.ts'
import { jsonAnswer } from '../formats/json.ts'
import { mediaTypes } from '../formats/media-types.ts'
import { requestedLanguage } from '../http/requested-format.ts'
import type { Operation } from '../operations/operation.ts'
import { languageQuery, pathParameter } from '../operations/parameters.ts'
import { cacheControl, sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { disaggregationOf, indicatorSheet, seriesQuestion } from './indicator-document.ts'

/** Sheets, series and coverage of disaggregations. */
export const indicatorOperations: readonly Operation<'public'>[] = [
  {
    id: 'listIndicators',
    path: '/v1/indicators',
    summary: 'Indicators of the goals 5, 10 and 16 with their sheets',
    parameters: { query: languageQuery },
    types: ['application/json'],
    examples: ['/v1/indicators?lang=ky'],
    handle: sendSheets,
  },
  {
    id: 'readIndicatorCoverage',
    path: '/v1/indicators/coverage',
    summary: 'Which disaggregations are expected, and which there are',
    parameters: { query: languageQuery },
    types: ['application/json'],
    examples: ['/v1/indicators/coverage'],
    handle: sendCoverage,
  },
  {
    id: 'readIndicator',
    path: '/v1/indicators/{code}',
    summary: 'One indicator with its series',
    parameters: { path: z.object({ code: pathParameter('such as 16.3.2', '16.3.2') }), query: languageQuery },
    types: ['application/json'],
    examples: ['/v1/indicators/16.3.2'],
    handle: sendIndicator,
  },
]

function sendSheets(request: Request, response: Response, service: Service<'public'>): void {
  const { catalog } = service
  const [{ edition }, language] = [service.pin('public'), requestedLanguage(request)]
  const indicators = catalog.indicators.map((indicator) => indicatorSheet(indicator, catalog, edition, language))
  response.set('Cache-Control', cacheControl('public')).json({ release: edition.id, indicators })
}

function sendCoverage(request: Request, response: Response, service: Service<'public'>): void {
  const { catalog } = service
  const [{ edition }, language] = [service.pin('public'), requestedLanguage(request)]
  const coverage = catalog.indicators
    .filter(({ disaggregation }) => disaggregation.length > 0)
    .map((indicator) => {
      const asked = disaggregationOf(indicator, catalog, edition, language)
      const available = asked.filter((one) => one.available).length
      return { code: indicator.code, type: indicator.type, expected: asked.length, available, disaggregation: asked }
    })
  response.set('Cache-Control', cacheControl('public')).json({ release: edition.id, coverage })
}

async function sendIndicator(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  const { catalog } = service
  const indicator = requestedIndicator(request, catalog.indicators)
  const [version, language] = [service.pin('public'), requestedLanguage(request)]
  const { edition } = version
  await sendCached(request, response, service, {
    level: 'public',
    edition: edition.key,
    kind: 'question',
    about: { indicator: indicator.code, language },
    type: mediaTypes.json,
    make: async (signal) => {
      const given = await Promise.all(
        indicator.series.map((series) => ifCovered(version.ask(seriesQuestion(series), signal))),
      )
      const document = {
        release: edition.id,
        ...indicatorSheet(indicator, catalog, edition, language),
        answers: given.flatMap((answer) => (answer === undefined ? [] : jsonAnswer(answer, catalog, language))),
      }
      return Buffer.from(finiteJson(document))
    },
  })
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
