import type { Request, Response } from 'express'
import { canonicalJson, packageVersion, sha256, withDeadline } from '#foundation'
import type { AccessLevel } from '#warehouse'
import { callerOf } from '../costs/cost-limit.ts'
import { costBeyond, costs, type RequestKind } from '../costs/kinds.ts'
import type { Quota } from '../costs/quota.ts'
import { paidFor } from '../costs/work-queues.ts'
import { compressed, isWorthCompressing, requestedEncoding } from '../http/compressed.ts'
import { sendParts } from '../http/send-parts.ts'
import type { Service } from '../service/service.ts'

const partBytes = 256 * 1024
/** Milliseconds: a caller who has not taken an answer by then is left alone. */
const sendingDeadline = 300_000

export interface CacheableResponse {
  readonly level: AccessLevel
  /** What it costs and where it waits when it is not kept. */
  readonly kind: RequestKind
  /** The edition that the bytes are made of: whoever sends has pinned it. */
  readonly edition: string
  /** Everything else that the bytes depend on: question, format, language. */
  readonly about: unknown
  readonly type: string
  /** A name for what browsers save as a file. */
  readonly file?: string | undefined
  make(signal: AbortSignal): Promise<Buffer>
}

/**
 * Sends an answer that is settled by its edition and what was asked: 304 when the caller has it, from the cache when
 * somebody had it made before, else made now. Only public answers are kept.
 */
export async function sendCached<L extends AccessLevel>(
  request: Request,
  response: Response,
  service: Pick<Service<L>, 'cache' | 'memory' | 'moment' | 'deadline' | 'queues' | 'publicUrl'>,
  { level, kind, edition, about, type, file, make }: CacheableResponse,
): Promise<void> {
  // Links in answers begin with the public address, which an operator may change.
  const serving = { edition, moment: service.moment() }
  const key = sha256(canonicalJson({ edition, packageVersion, publicUrl: service.publicUrl, about, level, type }))
  setHeaders(response, key, { level, type, file })
  // An asterisk asks whether there is anything at the address, which is known only once the question was read.
  if (request.fresh && request.get('if-none-match') !== '*') return void response.status(304).end()
  const { left, quota } = callerOf(response)
  const { milliseconds = service.deadline } = costs[kind].places
  const makeEntry = charged(kind, quota, make)
  const enter = <T>(signal: AbortSignal, work: () => Promise<T>) => service.queues.pass(kind, quota, signal, work)
  if (level !== 'public') {
    const enterAlone = (wanted: AbortSignal) => enter(wanted, () => makeEntry(wanted))
    const bytes = await paidFor(kind, quota, service.queues, () => withDeadline(left, milliseconds, enterAlone))
    response.removeHeader('ETag')
    return await sendInParts(bytes, response, left)
  }
  const found = () => withDeadline(left, milliseconds, (wanted) => service.cache.get(key, wanted, makeEntry, enter))
  // What is kept, or made for somebody else, costs nothing more.
  const bytes = service.cache.has(key) ? await found() : await paidFor(kind, quota, service.queues, found)
  const encoding = isWorthCompressing(bytes, type) ? requestedEncoding(request) : 'identity'
  if (encoding === 'identity') return await finish(bytes, key)
  const encodedKey = `${key} ${encoding}`
  response.set('Content-Encoding', encoding)
  await finish(await service.cache.get(encodedKey, left, () => compressed(bytes, encoding)), encodedKey)

  async function finish(sent: Buffer, of: string): Promise<void> {
    await sendInParts(sent, response, left)
    // On another day, or after a rollback, a day may be that of another release.
    if (request.query['asOf'] === undefined) service.memory.store(request, response, serving, of)
  }
}

/** What makes an answer, and takes what it cost beyond what was paid for it. */
function charged(kind: RequestKind, quota: Quota, make: CacheableResponse['make']): CacheableResponse['make'] {
  return async (signal) => {
    const bytes = await make(signal)
    quota.owe(costBeyond(kind, bytes.length))
    return bytes
  }
}

function setHeaders(
  response: Response,
  key: string,
  { level, type, file }: Pick<CacheableResponse, 'level' | 'type' | 'file'>,
) {
  response.set({ ETag: `W/"${key}"`, 'Cache-Control': cacheControl(level) })
  response.vary('Accept, Accept-Language, Accept-Encoding')
  response.locals['isEncoded'] = true
  if (file !== undefined) response.set('Content-Disposition', `attachment; filename="${plainName(file)}"`)
  response.type(type)
}

const longestName = 150

/** Names are made of what was asked, before it is known to be a question: headers take plain letters only. */
function plainName(file: string): string {
  return file.replaceAll(/[^\w.-]/g, '_').slice(-longestName)
}

/** Small answers at once; of large ones no more than the caller takes, and only as long as somebody waits for them. */
async function sendInParts(bytes: Buffer, response: Response, left: AbortSignal): Promise<void> {
  if (bytes.length <= partBytes || response.req.method === 'HEAD') return void response.send(bytes)
  response.set('Content-Length', String(bytes.length))
  const parts = function* () {
    for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes)
  }
  const send = (signal: AbortSignal) => sendParts(parts(), response, signal)
  await withDeadline(left, sendingDeadline, send).catch(() => response.destroy())
}

/**
 * Public answers may be kept by readers who ask again whether they still hold, and by proxies for a few seconds; all others
 * by nobody.
 */
export function cacheControl(level: AccessLevel): string {
  return level === 'public' ? 'public, max-age=0, s-maxage=5, must-revalidate' : 'private, no-store'
}
