import type { Request, Response } from 'express'
import { Refusal } from '#foundation'
import { mediaTypes } from '../formats/media-types.ts'
import type { Operation } from '../operations/operation.ts'
import { sendMade } from '../operations/send-made.ts'
import { askingAsPublic, ofOneEdition } from '../service/one-edition.ts'
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
  const { catalog, jurisdiction } = service
  const { sdg } = jurisdiction
  if (sdg === undefined)
    throw new Refusal('NOT_FOUND', 'This jurisdiction declares no structure for the submission of indicators.')
  const edition = service.edition('public')
  await sendMade(request, response, service, {
    level: 'public',
    edition: edition.id,
    kind: 'findings',
    about: 'hand-over',
    type: mediaTypes.csv,
    file: `sdg_${edition.id}.csv`,
    make: async (signal) => {
      const { result, edition: found } = await ofOneEdition(service, askingAsPublic, signal, (ask) =>
        handedOver(sdg, catalog.indicators, catalog, ask),
      )
      return { bytes: Buffer.from(openSdgCsv(result, sdg, found.synthetic)), edition: found.id }
    },
  })
}
