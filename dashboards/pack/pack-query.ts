import type { Service } from '#api'
import type { Edition, ReleaseManifest } from '#warehouse'
import { type AskMethod, askingMethods } from '../panels/ask-methods.ts'
import { askingOnce, type RunQuery } from '../panels/run-query.ts'

/** Asks the figures of one release, each question once: all languages of a pack have the same figures. */
export interface PackAsking {
  readonly release: ReleaseManifest
  readonly edition: Edition
  readonly ask: RunQuery
  readonly askMethod: AskMethod
  readonly signal: AbortSignal
}

/** Asks of one release for a pack. */
export function packQueryOf(release: ReleaseManifest, service: Service<'public'>, signal: AbortSignal): PackAsking {
  const version = service.pin('public', { asOf: release.id })
  const ask = askingOnce(version, signal)
  return { release, edition: version.edition, ask, askMethod: askingMethods(service, ask, signal), signal }
}
