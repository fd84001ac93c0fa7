import type { AccessLevel } from '#warehouse'
import type { Operation } from '../operations/operation.ts'
import { cacheControl } from '../operations/send-cached.ts'

/** What releases say of themselves: it is public at each level. */
export function releaseOperations<L extends AccessLevel>(): readonly Operation<L>[] {
  return [
    {
      id: 'listReleases',
      path: '/v1/releases',
      summary: 'All releases, with every promise measured',
      types: ['application/json'],
      examples: ['/v1/releases'],
      handle: (_request, response, service) => {
        response.set('Cache-Control', cacheControl('public')).json({ releases: service.releases() })
      },
    },
    {
      id: 'readIntervals',
      path: '/v1/intervals',
      summary:
        'What intervals of the served release allow for, by cube and table: the error of protection in persons, and how often intervals of 95 per cent hold then',
      types: ['application/json'],
      examples: ['/v1/intervals'],
      handle: (_request, response, service) => {
        const release = service.served()
        response.set('Cache-Control', cacheControl('public')).json({
          release: release?.id ?? null,
          cubes: release === undefined ? {} : service.intervals(release.id),
        })
      },
    },
  ]
}
