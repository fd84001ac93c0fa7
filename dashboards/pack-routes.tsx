import express, { type Request, type Response, Router } from 'express'
import { cacheControl, leftSignal, problemOf, type Service, sendMade } from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { type PackFormat, packFileName, packFormats, packMediaTypes } from './pack/pack-files.ts'
import { PackShelf } from './pack/pack-shelf.ts'
import { quartersBefore, requireQuarter } from './pack/quarters.ts'
import type { Site } from './pages/layout.tsx'
import { VerifyPage } from './pages/verify-page.tsx'
import { noFile } from './proof/file-in-form.ts'
import type { Sent } from './proof/open-sent.ts'
import type { SigningKey } from './proof/signing-key.ts'
import { type Proof, verifyFile, verifyManifest } from './proof/verify.ts'
import { releaseFor } from './release-for.ts'
import { pageText } from './send-drawn.ts'
import { figuresFor } from './texts/figures.ts'
import { translator } from './texts/messages.ts'

const largestFile = '30mb'

/** The committee's packs, and the check of whatever was exported. */
export function packRoutes(service: Service<'public'>, site: Site, key: () => SigningKey): Router {
  const router = Router()
  const shelf = new PackShelf(service, key)
  const whole = express.raw({ type: () => true, limit: largestFile })
  const against = () => ({ service, publicKey: key().publicKey })
  const untilLeft = (response: Response) =>
    AbortSignal.any([leftSignal(response), AbortSignal.timeout(service.deadline)])
  router.get('/v1/packs', (request, response) => {
    const release = releaseFor(service, textIn(request, 'release'))
    response.set('Cache-Control', cacheControl('public'))
    response.json({ release: release.id, languages, formats: packFormats, quarters: quartersBefore(release, 12) })
  })
  router.get('/v1/packs/:quarter/:file', async (request, response) => await sendPack(request, response, service, shelf))
  router.get('/v1/signing-key', (_request, response) => {
    response.set('Cache-Control', cacheControl('public'))
    response.json({ algorithm: 'Ed25519', encoding: 'SPKI, base64', publicKey: key().publicKey })
  })
  router.post('/v1/verify', whole, async (request, response) => {
    const proof = await verifyFile(sentIn(request), against(), untilLeft(response))
    response.set('Cache-Control', 'no-store').json(proof)
  })
  const show = (response: Response, language: Language, found: { proof?: Proof; refused?: Refusal }) => {
    const [release, t] = [service.served(), translator(language)]
    const about = { service, release, language, t, figures: figuresFor(language), site, publicKey: key().publicKey }
    response.set({ 'Cache-Control': 'no-store', 'Content-Language': language }).type('html')
    response
      .status(found.refused === undefined ? 200 : problemOf(found.refused).status)
      .send(pageText(<VerifyPage {...about} {...found} />))
  }
  router.get('/:language/verify', (request, response, next) => {
    const language = languages.find((known) => known === request.params.language)
    if (language === undefined) return next()
    show(response, language, {})
  })
  router.post('/:language/verify', whole, async (request, response, next) => {
    const language = languages.find((known) => known === request.params.language)
    if (language === undefined) return next()
    try {
      const proof = await verifyFile(sentIn(request), against(), untilLeft(response))
      show(response, language, { proof })
    } catch (error) {
      if (!(error instanceof Refusal) || problemOf(error).status >= 500) throw error
      show(response, language, { refused: error })
    }
  })
  router.get('/v/:id', async (request, response) => {
    const [quarter = '', id] = request.params.id.split('_')
    const release = releaseFor(service, id ?? '')
    requireQuarter(quarter, release)
    const wanted = languages.find((known) => known === request.query['lang'])
    const language = wanted ?? languages.find((known) => known === request.acceptsLanguages(...languages)) ?? 'ky'
    const { manifest } = await shelf.pack(quarter, release, language)
    const proof = await verifyManifest(manifest, 'proven', against(), untilLeft(response))
    show(response, language, { proof })
  })
  return router
}

async function sendPack(
  request: Request,
  response: Response,
  service: Service<'public'>,
  shelf: PackShelf,
): Promise<void> {
  const release = releaseFor(service, textIn(request, 'release'))
  const quarter = String(request.params['quarter'])
  const { language, format } = fileAsked(String(request.params['file']))
  requireQuarter(quarter, release)
  response.set('Content-Language', language)
  await sendMade(request, response, service, {
    level: 'public',
    edition: release.id,
    about: { pack: shelf.identity(quarter, release, language), format },
    type: packMediaTypes[format],
    file: packFileName({ jurisdiction: release.jurisdiction, quarter, language, format }),
    make: async () => {
      const { file } = await shelf.pack(quarter, release, language)
      return { bytes: await file(format), edition: release.id }
    },
  })
}

function fileAsked(file: string): { readonly language: Language; readonly format: PackFormat } {
  const [name, extension, ...more] = file.split('.')
  const language = languages.find((known) => known === name)
  const format = packFormats.find((known) => known === extension)
  if (language !== undefined && format !== undefined && more.length === 0) return { language, format }
  const allowed = languages.flatMap((one) => packFormats.map((other) => `${one}.${other}`))
  throw new Refusal('NOT_FOUND', `A pack has the files ${allowed.join(', ')}.`, { allowed })
}

function textIn({ query }: Request, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' ? value : undefined
}

/** A file that was sent as the body, or chosen in a form. */
function sentIn(request: Request): Sent {
  const body: unknown = request.body
  if (!Buffer.isBuffer(body) || body.length === 0) throw noFile()
  const type = request.get('content-type') ?? ''
  return type.startsWith('multipart/form-data') ? { bytes: body, form: type } : { bytes: body }
}
