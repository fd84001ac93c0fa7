import type { Operation, OperationDescription } from '../operations/operation.ts'
import { cacheControl } from '../operations/send-cached.ts'
import { dcatRecord } from './dcat-record.ts'
import { overviewForMachines } from './overview-for-machines.ts'
import { releasesFeed } from './releases-feed.ts'

/**
 * How others find what there is: a feed of releases, a catalogue for data portals, a plain overview for programs.
 *
 * @param all - the operations that the overview names
 */
export function discoveryOperations(all: () => readonly OperationDescription[]): readonly Operation<'public'>[] {
  return [
    {
      id: 'readFeed',
      path: '/v1/releases.atom',
      summary: 'Releases and revisions as a feed',
      types: ['application/atom+xml'],
      examples: ['/v1/releases.atom'],
      handle: (_request, response, { catalog, publicUrl, releases }) => {
        const title = `${catalog.jurisdiction.name.en}: releases`
        response.set('Cache-Control', cacheControl('public'))
        response.type('application/atom+xml').send(releasesFeed(releases(), publicUrl, title))
      },
    },
    {
      id: 'readDcatCatalogue',
      path: '/v1/catalogue.jsonld',
      summary: 'The datasets as a DCAT-AP catalogue, for data portals',
      types: ['application/ld+json'],
      examples: ['/v1/catalogue.jsonld'],
      handle: (_request, response, service) => {
        const { catalog, jurisdiction, publicUrl } = service
        const publisher = jurisdiction.theme?.organisation ?? catalog.jurisdiction.name
        const record = dcatRecord({ catalog, edition: service.pin('public').edition, publicUrl, publisher })
        response.set('Cache-Control', cacheControl('public')).type('application/ld+json').json(record)
      },
    },
    {
      id: 'readOverview',
      path: '/llms.txt',
      summary: 'A plain overview for programs',
      types: ['text/plain'],
      examples: ['/llms.txt'],
      handle: (_request, response, service) => {
        response.set('Cache-Control', cacheControl('public'))
        response.type('text/plain').send(overviewForMachines(service.catalog, service.pin('public').edition, all()))
      },
    },
  ]
}
