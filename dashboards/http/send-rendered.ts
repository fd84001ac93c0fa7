import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { namedLanguage, type PinnedVersion, type RequestKind, requestedPolicy, type Service, sendCached } from '#api'
import type { Language } from '#jurisdictions'
import type { RunQuery } from '../panels/run-query.ts'

interface Drawing {
  /** What all that is drawn is made from. */
  readonly version: PinnedVersion
  readonly language: Language
  readonly kind?: RequestKind | undefined
  readonly type?: string | undefined
  readonly file?: string | undefined
}

const html = 'text/html; charset=utf-8'

/**
 * Sends a page or a picture that is settled by its address, its language and the version: kept as bytes, and not sent again
 * to those who have it. The caller has refused names of parameters that mean nothing.
 */
export async function sendRendered(
  request: Request,
  response: Response,
  service: Service<'public'>,
  { version, language, kind = 'page', type = html, file }: Drawing,
  draw: (ask: RunQuery, signal: AbortSignal) => Promise<string | Uint8Array>,
): Promise<void> {
  namedLanguage(request)
  requestedPolicy(request.query['level'], [service.audience])
  response.set('Content-Language', language)
  await sendCached(request, response, service, {
    level: service.audience,
    edition: version.edition.key,
    kind,
    about: { address: addressOf(request), language, moment: service.moment() },
    type,
    file,
    make: async (signal) => Buffer.from((await draw((question) => version.ask(question, signal), signal)) as string),
  })
}

/** What was asked for, however it was spelled. */
function addressOf({ baseUrl, path, query }: Request) {
  return { path: decodeURI(baseUrl + path), query }
}

/** A page as the text of its document. */
export function pageText(page: VNode): string {
  return `<!doctype html>${render(page)}`
}
