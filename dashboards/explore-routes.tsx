import { type Request, type Response, Router } from 'express'
import { requestedPolicy, type Service } from '#api'
import { type Language, languages } from '#jurisdictions'
import { explore, readExploreChoice } from './explore/exploration.ts'
import { ExplorePage } from './pages/explore-page.tsx'
import type { Site } from './pages/layout.tsx'
import { renderSvg } from './render/render-svg.ts'
import { pageText, searchOf, sendDrawn } from './send-drawn.ts'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

/** `/{language}/explore`: any measure by up to four dimensions, as a form that needs no script. */
export function exploreRoutes(service: Service<'public'>, site: Site): Router {
  const router = Router()
  router.get('/:language/explore', async (request, response, next) => {
    const language = languages.find((known) => known === request.params.language)
    if (language === undefined) return next()
    await sendExploration(request, response, service, site, language)
  })
  return router
}

/** Sends the page that answers any question. */
export async function sendExploration(
  request: Request,
  response: Response,
  service: Service<'public'>,
  site: Site,
  language: Language,
): Promise<void> {
  const { level, purpose: _, ...query } = request.query
  requestedPolicy(level, [service.audience])
  const choice = readExploreChoice(query, service.catalog)
  await sendDrawn(request, response, service, { language }, async (ask) => {
    const about = { service, language, t: translator(language), figures: figuresFor(language), ask }
    const exploration = await explore(choice, about)
    const { chart, address } = exploration
    const drawn = chart && {
      chart: chart.chart,
      svg: await renderSvg(chart.chart, chart.rows),
      sources: service.audience === 'public' ? { explore: `${address}&format=arrow` } : ({} as Record<string, string>),
    }
    const page = <ExplorePage exploration={exploration} drawn={drawn} search={searchOf(request)} site={site} />
    return pageText(page)
  })
}
