import type { Service } from '#api'
import { Refusal } from '#foundation'
import type { ReleaseManifest } from '#warehouse'

/**
 * A release by its name, or the one that is served.
 *
 * @throws {@link Refusal} `UNKNOWN_RELEASE` with those that there are, `NO_RELEASE_YET` before the first one
 */
export function releaseFor(service: Service<'public'>, id?: string): ReleaseManifest {
  const releases = service.releases()
  const found = id === undefined ? service.served() : releases.find((known) => known.id === id)
  if (found !== undefined) return found
  if (releases.length === 0) throw new Refusal('NO_RELEASE_YET', 'There are no published figures yet.')
  const allowed = releases.map((known) => known.id)
  throw new Refusal('UNKNOWN_RELEASE', `There is no such release. There are: ${allowed.join(', ')}.`, {
    parameter: 'release',
    allowed,
  })
}
