import type { Request, Response } from 'express'
import { z } from 'zod'
import { cacheControl, type Operation, pathParameter, type Service, sendCached } from '#api'
import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { releaseKey } from '#warehouse'
import { quartersBefore, requireQuarter } from '../boards/quarters.ts'
import type { PackCache } from '../pack/pack-cache.ts'
import { packFileName, packMediaTypes } from '../pack/pack-files.ts'
import { type PackFormat, packFormats } from '../pages/board/pack-formats.ts'
import { releaseFor } from '../panels/release-for.ts'

const query = z.object({ release: z.string().optional().meta({ description: 'by default the one that is served' }) })

/** The committee's packs. */
export function packOperations(packs: PackCache): readonly Operation<'public'>[] {
  return [
    {
      id: 'listPacks',
      path: '/v1/packs',
      summary: 'Quarters, languages and formats of the committee’s pack',
      parameters: { query },
      types: ['application/json'],
      examples: ['/v1/packs'],
      handle: (request, response, service) => {
        const release = releaseFor(service, textIn(request, 'release'))
        response.set('Cache-Control', cacheControl('public'))
        const quarters = quartersBefore(release, 12, service.catalog.jurisdiction)
        response.json({ release: release.id, languages, formats: packFormats, quarters })
      },
    },
    {
      id: 'readPack',
      path: '/v1/packs/{quarter}/{file}',
      summary: 'The committee’s pack of a quarter as slides, pages, workbook or archive',
      parameters: {
        path: z.object({
          quarter: pathParameter('as /v1/packs lists them', '2026-Q3'),
          file: pathParameter('language and format, as /v1/packs lists them', 'en.xlsx'),
        }),
        query,
      },
      types: packFormats.map((format) => packMediaTypes[format]),
      examples: ['/v1/packs/2026-Q3/en.xlsx'],
      handle: (request, response, service) => sendPack(request, response, service, packs),
    },
  ]
}

async function sendPack(
  request: Request,
  response: Response,
  service: Service<'public'>,
  packs: PackCache,
): Promise<void> {
  const release = releaseFor(service, textIn(request, 'release'))
  const quarter = String(request.params['quarter'])
  const { language, format } = fileAsked(String(request.params['file']))
  requireQuarter(quarter, release, service.catalog.jurisdiction)
  response.set('Content-Language', language)
  await sendCached(request, response, service, {
    level: 'public',
    kind: format === 'zip' ? 'archive' : 'pack',
    edition: releaseKey(release),
    about: { pack: packs.identity(quarter, release, language), format },
    type: packMediaTypes[format],
    file: packFileName({ jurisdiction: release.jurisdiction, quarter, language, format }),
    make: async (signal) => {
      const { file } = await packs.pack(quarter, release, language, signal)
      return await file(format, signal)
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
