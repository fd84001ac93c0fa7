import { Router } from 'express'
import type { VNode } from 'preact'
import { inEachLanguage, languageOfPage, requireKnown, type Service } from '#api'
import { FinesPage } from '../pages/fines-page.tsx'
import type { Site } from '../pages/frame/layout.tsx'
import { type PageName, pagesFor } from '../pages/frame/site.ts'
import type { ReleasePage } from '../pages/frame/titled-page.tsx'
import { MethodsPage } from '../pages/methods-page.tsx'
import { loadQuality, QualityPage } from '../pages/quality-page.tsx'
import { ReleasesPage } from '../pages/releases-page.tsx'
import { loadSdg, SdgPage } from '../pages/sdg-page.tsx'
import { releaseFor } from '../panels/release-for.ts'
import type { RunQuery } from '../panels/run-query.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { pageText, sendRendered } from './send-rendered.ts'

type Draw = (page: ReleasePage, ask: RunQuery) => VNode | Promise<VNode>

/** How pages about the release that is served are drawn. Other pages that are no boards have routes of their own. */
const drawings = new Map<string, Draw>(
  Object.entries({
    sdg: async (page, ask) => <SdgPage {...page} figuresOf={await loadSdg(page, ask)} />,
    quality: async (page, ask) => <QualityPage {...page} {...(await loadQuality(page, ask))} />,
    fines: (page) => <FinesPage {...page} />,
    methods: (page) => <MethodsPage {...page} />,
    releases: (page) => <ReleasesPage {...page} />,
  } satisfies Partial<Record<PageName, Draw>>),
)

/** Pages about the release that is served, such as `/{language}/methods`. */
export function releasePages(service: Service<'public'>, site: Site): Router {
  const router = Router({ caseSensitive: true })
  const offered: readonly string[] = pagesFor(service.catalog)
  for (const [page, draw] of [...drawings].filter(([name]) => offered.includes(name)))
    router.get(inEachLanguage(page), async (request, response) => {
      const language = languageOfPage(request)
      requireKnown(request.query, ['lang', 'level'])
      const version = service.pin('public')
      await sendRendered(request, response, service, { version, language }, async (ask) => {
        const { edition } = version
        const [release, t, figures] = [releaseFor(service, edition.id), translator(language), figuresFor(language)]
        return pageText(await draw({ service, edition, release, language, t, figures, site }, ask))
      })
    })
  return router
}
