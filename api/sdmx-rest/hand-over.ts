import type { Request, Response } from 'express'
import { Refusal } from '#foundation'
import type { Sdg } from '#jurisdictions'
import { requestedLanguage } from '../http/requested-format.ts'
import { sendCached } from '../operations/send-cached.ts'
import { handedOver } from '../sdg/hand-over.ts'
import { sdgDimensions, structureSpecific } from '../sdg/structure-specific.ts'
import type { Service } from '../service/service.ts'
import { param, requireNoOthers, requireVersion } from './requested.ts'

export const sdmxMlType = 'application/vnd.sdmx.structurespecificdata+xml; version=2.1'

/** The hand-over of official SDG indicators as the receiver's structure wants it. */
export async function sendHandOver(
  request: Request,
  response: Response,
  service: Service<'public'>,
  sdg: Sdg,
): Promise<void> {
  if (param(request, 'id') !== sdg.dataflow) {
    const message = `Of ${sdg.agency} there is the dataflow ${sdg.dataflow}.`
    throw new Refusal('UNKNOWN_DATASET', message, { parameter: 'id', allowed: [sdg.dataflow] })
  }
  requireVersion(request, sdg.version)
  requireNoOthers(request, ['lang'])
  requestedLanguage(request)
  const keys = (param(request, 'key') ?? '*').split(',')
  const wants = (key: readonly string[]) =>
    keys.some((asked) => {
      const parts = asked === '*' ? [] : asked.split('.')
      if (parts.length !== 0 && parts.length !== sdgDimensions.length)
        throw new Refusal('BAD_KEY', `A key has ${sdgDimensions.length} parts: ${sdgDimensions.join('.')}.`, {})
      return parts.every((part, index) => part === '*' || part === '' || part === key[index])
    })
  wants(sdgDimensions)
  const version = service.pin('public')
  await sendCached(request, response, service, {
    level: 'public',
    edition: version.edition.key,
    kind: 'findings',
    about: { sdg: keys },
    type: sdmxMlType,
    make: async (signal) => {
      const { catalog } = service
      const handed = await handedOver(sdg, catalog, (question) => version.ask(question, signal))
      return Buffer.from(structureSpecific(handed, sdg, version.edition, wants))
    },
  })
}
