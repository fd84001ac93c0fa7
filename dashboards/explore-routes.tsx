import { type Request, type Response, Router } from 'express'
import { namedLanguage, requestedPolicy, type Service, searchOf } from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { captioned } from './chart-caption.ts'
import { chartJson, kindOfPicture, type PictureFormat, pictureFile, pictureFormat, sentAs } from './chart-files.ts'
import { explore, readExploreChoice, requireExplorable } from './explore/exploration.ts'
import { noticesOfAnswer } from './pack/report-panel.ts'
import { aboutAnswer } from './pages/about-answer.ts'
import { ExplorePage } from './pages/explore-page.tsx'
import type { Site } from './pages/layout.tsx'
import { answerClaim } from './proof/answer-claim.ts'
import type { SigningKey } from './proof/signing-key.ts'
import { releaseFor } from './release-for.ts'
import { renderSvg } from './render/render-svg.ts'
import { pageText, sendDrawn } from './send-drawn.ts'
import { signedSearch } from './signed-search.ts'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

/** `/{language}/explore`: any measure by up to four dimensions, as a form that needs no script. */
export function exploreRoutes(service: Service<'public'>, site: Site, key: () => SigningKey): Router {
  const router = Router()
  router.get('/:language/explore', async (request, response, next) => {
    const language = languages.find((known) => known === request.params.language)
    if (language === undefined) return next()
    await sendExploration(request, response, service, site, language)
  })
  router.get('/v1/charts/explore.:format', async (request, response, next) => {
    const { format: ending } = request.params
    const format = ending === 'json' ? ending : pictureFormat(ending)
    if (format === undefined) return next()
    await sendExplored(request, response, service, format, key())
  })
  return router
}

/** What was explored as its model, or as a sealed file of its own. */
async function sendExplored(
  request: Request,
  response: Response,
  service: Service<'public'>,
  format: PictureFormat | 'json',
  key: SigningKey,
): Promise<void> {
  const { lang: _, level, ...query } = request.query
  requireExplorable(request.query, service.catalog)
  requestedPolicy(level, [service.audience])
  const language = namedLanguage(request) ?? 'en'
  const search = signedSearch(query, ['by'])
  const choice = readExploreChoice(query, service.catalog)
  const { jurisdiction, through } = releaseFor(service)
  const name = [choice.measure, ...choice.by].join('-')
  const codes = Object.values(choice.filters)
  const periods = [choice.from ?? [], choice.to ?? through].flat()
  const file = sentAs(format, { name, jurisdiction, codes, periods, language })
  await sendDrawn(
    request,
    response,
    service,
    { language, kind: kindOfPicture(format), ...file },
    async (ask, signal) => {
      const about = { service, language, t: translator(language), figures: figuresFor(language), ask }
      const { title, answer, chart, model, table, refused } = await explore(choice, about)
      if (answer === undefined || model === undefined || chart === undefined)
        throw refused ?? new Refusal('NOT_FOUND', 'There is no chart for this choice: choose fewer dimensions.')
      if (format === 'json') return chartJson(model, chart)
      const source = aboutAnswer(answer, about)
      const panel = {
        name: 'explore',
        title,
        about: title,
        sentences: [],
        notices: noticesOfAnswer(answer, about),
        source,
        model,
        chart,
        table,
      }
      const picture = {
        panel,
        claims: [answerClaim(answer, title)],
        chart: captioned(chart, title, [...source, about.t('protected_note')]),
        language,
        release: releaseFor(service, answer.release ?? undefined),
        link: `${service.publicUrl}/${language}/explore${search}`,
      }
      return await pictureFile(format, picture, service, key, signal)
    },
  )
}

/** Sends the page that answers any question. */
export async function sendExploration(
  request: Request,
  response: Response,
  service: Service<'public'>,
  site: Site,
  language: Language,
): Promise<void> {
  const { lang: _, level, ...query } = request.query
  requireExplorable(request.query, service.catalog)
  requestedPolicy(level, [service.audience])
  const choice = readExploreChoice(query, service.catalog)
  await sendDrawn(request, response, service, { language }, async (ask, signal) => {
    const about = { service, language, t: translator(language), figures: figuresFor(language), ask }
    const exploration = await explore(choice, about)
    const { chart } = exploration
    const drawn = chart && { chart, svg: await renderSvg(chart, signal), isInteractive: service.audience === 'public' }
    const page = <ExplorePage exploration={exploration} drawn={drawn} search={searchOf(request)} site={site} />
    return pageText(page)
  })
}
