import { type Request, type Response, Router } from 'express'
import {
  acceptedLanguage,
  cacheControl,
  callerOf,
  costs,
  inEachLanguage,
  languageOfPage,
  namedLanguage,
  type Operation,
  paidFor,
  problemOf,
  receivedFile,
  removeLeftBehind,
  type Service,
  takes,
} from '#api'
import { Refusal, withDeadline } from '#foundation'
import type { Language } from '#jurisdictions'
import type { ReleaseManifest } from '#warehouse'
import { requireQuarter } from '../boards/quarters.ts'
import type { PackCache } from '../pack/pack-cache.ts'
import type { Site } from '../pages/frame/layout.tsx'
import { VerifyPage } from '../pages/verify-page.tsx'
import { releaseFor } from '../panels/release-for.ts'
import { FileChecks, type Sender } from '../proof/file-checks.ts'
import { noFile } from '../proof/file-in-form.ts'
import type { Manifest } from '../proof/manifest.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import type { Proof } from '../proof/verify.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { pageText } from './send-rendered.ts'

/** A pack has at most some megabytes, and nothing else is sent here: no other route reads bodies of this size. */
const packLimits = { bytes: 30 * 2 ** 20, milliseconds: 30_000, minRate: 16 * 1024 } as const

interface Checking {
  readonly service: Service<'public'>
  readonly checks: FileChecks
  readonly packs: PackCache
}

/** What is needed to check a signature without this server. */
export function signingKeyOperation(key: () => SigningKey): Operation<'public'> {
  return {
    id: 'readSigningKey',
    path: '/v1/signing-key',
    summary: 'The public key with which exported files are signed',
    types: ['application/json'],
    examples: ['/v1/signing-key'],
    handle: (_request, response) => {
      response.set('Cache-Control', cacheControl('public'))
      const { publicKey, trustedKeys, revokedKeys } = key()
      const formerKeys = trustedKeys.filter((one) => one !== publicKey)
      response.json({ algorithm: 'Ed25519', encoding: 'SPKI, base64', publicKey, formerKeys, revokedKeys })
    },
  }
}

/** The check of whatever was exported: as the body of a request, in a form, and by the link that stands on it. */
export function verifyRoutes(service: Service<'public'>, site: Site, key: () => SigningKey, packs: PackCache): Router {
  const router = Router({ caseSensitive: true })
  removeLeftBehind()
  const checking = { service, packs, checks: new FileChecks(service, key) }
  const show = showing(service, site, key)
  router.post('/v1/verify', takes(), async (request, response) => {
    const proof = await proofOfSent(request, senderOf(response, service), checking)
    response.set('Cache-Control', 'no-store').json(proof)
  })
  const page = inEachLanguage('verify')
  router.get(page, takes(), (request, response) => {
    show(response, languageOfPage(request), service.served(), {})
  })
  router.post(page, takes(), async (request, response) => {
    const language = languageOfPage(request)
    const sender = senderOf(response, service)
    try {
      show(response, language, sender.served, { proof: await proofOfSent(request, sender, checking) })
    } catch (error) {
      if (!(error instanceof Refusal) || !isOfFile(error)) throw error
      request.resume()
      show(response, language, sender.served, { refused: error })
    }
  })
  router.get('/v/:id', takes('lang'), async (request, response) => {
    const sender = senderOf(response, service)
    const { manifest, language } = await manifestOf(request, sender, checking)
    show(response, language, sender.served, { proof: await checking.checks.own(manifest, sender) })
  })
  return router
}

/** Whether a refusal says something of the file, for its page: not that the server is busy, or the sender slow. */
function isOfFile(refusal: Refusal): boolean {
  return problemOf(refusal).status < 500 && !['TOO_MANY_REQUESTS', 'SENT_TOO_SLOWLY'].includes(refusal.code)
}

function senderOf(response: Response, service: Service<'public'>): Sender {
  return { served: service.served(), ...callerOf(response) }
}

/** Receives a file onto the disk and checks it there. */
async function proofOfSent(request: Request, sender: Sender, { service, checks }: Checking): Promise<Proof> {
  const receive = async () => await receivedFile(request, packLimits)
  const file = await service.queues.upload(request, sender, receive)
  try {
    if (file.bytes === 0) throw noFile()
    const type = request.get('content-type') ?? ''
    const form = type.startsWith('multipart/form-data') ? { form: type } : {}
    return await checks.file({ path: file.path, ...form }, file.sha256, sender)
  } finally {
    file.remove()
  }
}

/** The manifest of the pack that a link names, in the language of the reader. */
async function manifestOf(request: Request, { quota, left }: Sender, { service, packs }: Checking) {
  const [quarter = '', id = ''] = String(request.params['id']).split('_')
  const release = releaseFor(service, id)
  requireQuarter(quarter, release, service.catalog.jurisdiction)
  const language = namedLanguage(request) ?? acceptedLanguage(request, 'ky')
  const known = packs.peek(packs.identity(quarter, release, language))
  if (known !== undefined) return { manifest: known.manifest, language }
  const { milliseconds = service.deadline } = costs.report.places
  const make = (wanted: AbortSignal) =>
    service.queues.pass('report', quota, wanted, () => packs.pack(quarter, release, language, wanted))
  const { manifest } = await paidFor('report', quota, service.queues, () => withDeadline(left, milliseconds, make))
  return { manifest, language } satisfies { manifest: Manifest; language: Language }
}

/** Shows the page of the check with what was found. */
function showing(service: Service<'public'>, site: Site, key: () => SigningKey) {
  return (
    response: Response,
    language: Language,
    release: ReleaseManifest | undefined,
    found: { proof?: Proof; refused?: Refusal },
  ) => {
    const t = translator(language)
    const about = { service, release, language, t, figures: figuresFor(language), site, publicKey: key().publicKey }
    response.set({ 'Cache-Control': 'no-store', 'Content-Language': language }).type('html')
    response
      .status(found.refused === undefined ? 200 : problemOf(found.refused).status)
      .send(pageText(<VerifyPage {...about} {...found} />))
  }
}
