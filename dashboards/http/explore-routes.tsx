import { type Request, type Response, Router } from 'express'
import {
  inEachLanguage,
  type JsonAnswer,
  languageOfPage,
  namedLanguage,
  type PinnedVersion,
  requestedPolicy,
  type Service,
  searchOf,
} from '#api'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import type { ReleaseManifest } from '#warehouse'
import type { Chart } from '../charts/index.ts'
import {
  type Exploration,
  type ExploreChoice,
  type ExploreContext,
  explore,
  readExploreChoice,
  requireExplorable,
} from '../explore/exploration.ts'
import { captioned } from '../exports/chart-caption.ts'
import {
  chartJson,
  kindOfPicture,
  type Picture,
  type PictureFormat,
  pictureFile,
  pictureFormat,
  sentAs,
} from '../exports/chart-files.ts'
import { noticesOfAnswer } from '../exports/report-panel.ts'
import { ExplorePage } from '../pages/explore-page.tsx'
import { aboutAnswer } from '../pages/frame/about-answer.ts'
import type { Site } from '../pages/frame/layout.tsx'
import { releaseFor } from '../panels/release-for.ts'
import type { RunQuery } from '../panels/run-query.ts'
import { answerClaim } from '../proof/answer-claim.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import { renderSvg } from '../render/render-svg.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { pageText, sendRendered } from './send-rendered.ts'
import { signedSearch } from './signed-search.ts'

/** `/{language}/explore`: any measure by up to four dimensions, as a form that needs no script. */
export function exploreRoutes(service: Service<'public'>, site: Site, key: () => SigningKey): Router {
  const router = Router({ caseSensitive: true })
  router.get(inEachLanguage('explore'), async (request, response) => {
    await sendExploration(request, response, service, site, languageOfPage(request))
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
  const choice = readExploreChoice(query, service.catalog)
  const link = `${service.publicUrl}/${language}/explore${signedSearch(query, ['by'])}`
  const version = service.pin('public')
  const release = releaseFor(service, version.edition.id)
  const sending = { version, language, kind: kindOfPicture(format), ...fileOf(format, choice, language, release) }
  await sendRendered(request, response, service, sending, async (ask, signal) => {
    const explored = await explore(choice, contextOf(service, version, language, ask))
    const { model, chart } = explored
    if (explored.answer === undefined || model === undefined || chart === undefined)
      throw explored.refused ?? new Refusal('NOT_FOUND', 'There is no chart for this choice: choose fewer dimensions.')
    if (format === 'json') return chartJson(model, chart)
    return await pictureFile(format, pictureOf(explored, explored.answer, chart, release, link), service, key, signal)
  })
}

function contextOf(
  service: Service<'public'>,
  { edition }: PinnedVersion,
  language: Language,
  ask: RunQuery,
): ExploreContext {
  return { service, edition, language, t: translator(language), figures: figuresFor(language), ask }
}

/** The type and the name of the file. */
function fileOf(
  format: PictureFormat | 'json',
  choice: ExploreChoice,
  language: Language,
  { jurisdiction, through }: ReleaseManifest,
) {
  const name = [choice.measure, ...choice.by].join('-')
  const periods = [choice.from ?? [], choice.to ?? through].flat()
  return sentAs(format, { name, jurisdiction, codes: Object.values(choice.filters), periods, language })
}

/** A chart with what it claims, as a file takes it. */
function pictureOf(
  explored: Exploration,
  answer: JsonAnswer,
  chart: Chart,
  release: ReleaseManifest,
  link: string,
): Picture {
  const { context, title, model, table } = explored
  const { language, t } = context
  const source = aboutAnswer(answer, context)
  const notices = noticesOfAnswer(answer, context)
  return {
    panel: { name: 'explore', title, about: title, sentences: [], notices, source, model, chart, table },
    claims: [answerClaim(answer, title)],
    chart: captioned(chart, title, [...source, t('protected_note')]),
    language,
    release,
    link,
  }
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
  const version = service.pin('public')
  await sendRendered(request, response, service, { version, language }, async (ask, signal) => {
    const exploration = await explore(choice, contextOf(service, version, language, ask))
    const { chart } = exploration
    const drawn = chart && { chart, svg: await renderSvg(chart, signal), isInteractive: service.audience === 'public' }
    const page = <ExplorePage exploration={exploration} drawn={drawn} search={searchOf(request)} site={site} />
    return pageText(page)
  })
}
