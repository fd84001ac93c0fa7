import { Router } from 'express'
import { takes } from '../http/known-parameters.ts'
import { cacheControl } from '../http/send-made.ts'
import type { Service } from '../service.ts'
import { dcatRecord } from './dcat-record.ts'
import { overviewForMachines } from './overview-for-machines.ts'
import { releasesFeed } from './releases-feed.ts'

/** How others find what there is: a feed of releases, a catalogue for data portals, a plain overview for programs. */
export function discoveryRoutes(service: Service<'public'>): Router {
  const { catalog, publicUrl } = service
  const router = Router()
  router.use(['/v1/releases.atom', '/v1/catalogue.jsonld', '/llms.txt'], takes(), (_request, response, next) => {
    response.set('Cache-Control', cacheControl('public'))
    next()
  })
  router.get('/v1/releases.atom', (_request, response) => {
    const title = `${catalog.jurisdiction.name.en}: releases`
    response.type('application/atom+xml').send(releasesFeed(service.releases(), publicUrl, title))
  })
  router.get('/v1/catalogue.jsonld', (_request, response) => {
    const edition = service.edition('public')
    const publisher = service.jurisdiction.theme?.organisation ?? catalog.jurisdiction.name
    response.type('application/ld+json').json(dcatRecord({ catalog, edition, publicUrl, publisher }))
  })
  router.get('/llms.txt', (_request, response) => {
    response.type('text/plain').send(overviewForMachines(catalog, service.edition('public')))
  })
  return router
}
