import type { Request, Response } from 'express'
import { Refusal } from '#foundation'
import { mediaTypes } from '../formats/media-types.ts'
import type { Operation } from '../operations/operation.ts'
import { sendCached } from '../operations/send-cached.ts'
import type { Service } from '../service/service.ts'
import { handedOver } from './hand-over.ts'
import { openSdgCsv } from './open-sdg-csv.ts'

/** The file for the national open platform. */
export const handOverOperation: Operation<'public'> = {
  id: 'readHandOver',
  path: '/v1/indicators/hand-over.csv',
  summary: 'Official indicators in the layout of the national open platform',
  types: ['text/csv'],
  examples: ['/v1/indicators/hand-over.csv'],
  handle: sendHandOver,
}

async function sendHandOver(request: Request, response: Response, service: Service<'public'>): Promise<void> {
  const { catalog } = service
  const { sdg } = service.jurisdiction
  if (sdg === undefined)
    throw new Refusal('NOT_FOUND', 'This jurisdiction declares no structure for the submission of indicators.')
  const version = service.pin('public')
  await sendCached(request, response, service, {
    level: 'public',
    edition: version.edition.key,
    kind: 'findings',
    about: 'hand-over',
    type: mediaTypes.csv,
    file: `sdg_${version.edition.id}.csv`,
    make: async (signal) => {
      const handed = await handedOver(sdg, catalog, (question) => version.ask(question, signal))
      return Buffer.from(openSdgCsv(handed, sdg, version.edition.synthetic))
    },
  })
}
