import { type Request, type Response, Router } from 'express'
import { cacheControl, type Service, sendMade, takes } from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { quartersBefore, requireQuarter } from '../boards/quarters.ts'
import { releaseFor } from '../exports/release-for.ts'
import { packFileName, packMediaTypes } from '../pack/pack-files.ts'
import type { PackShelf } from '../pack/pack-shelf.ts'
import { type PackFormat, packFormats } from '../pages/board/pack-formats.ts'

/** The committee's packs. */
export function packRoutes(service: Service<'public'>, shelf: PackShelf): Router {
  const router = Router()
  router.get('/v1/packs', takes('release'), (request, response) => {
    const release = releaseFor(service, textIn(request, 'release'))
    response.set('Cache-Control', cacheControl('public'))
    response.json({ release: release.id, languages, formats: packFormats, quarters: quartersBefore(release, 12) })
  })
  router.get('/v1/packs/:quarter/:file', takes('release'), async (request, response) => {
    await sendPack(request, response, service, shelf)
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
    kind: format === 'zip' ? 'archive' : 'pack',
    edition: release.id,
    about: { pack: shelf.identity(quarter, release, language), format },
    type: packMediaTypes[format],
    file: packFileName({ jurisdiction: release.jurisdiction, quarter, language, format }),
    make: async (signal) => {
      const { file } = await shelf.pack(quarter, release, language, signal)
      return { bytes: await file(format, signal), edition: release.id }
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
