import { existsSync } from 'node:fs'
import { Refusal } from '#foundation'
import { homeJurisdiction } from '#warehouse'

/** No home is made where the folder is mistyped from which it would be filled. @throws {@link Refusal} `UNREADABLE_FOLDER` */
export function requireIncoming(home: string, incoming: string | undefined): void {
  if (incoming === undefined || existsSync(incoming) || homeJurisdiction(home) !== undefined) return
  const advice = 'This folder of incoming extracts does not exist. Make it, or name another one. Nothing was changed.'
  throw new Refusal('UNREADABLE_FOLDER', advice, { file: incoming })
}
