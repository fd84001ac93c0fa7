import { Confinement, type Confines } from '#foundation'
import type { openSent, Sealed, Sent } from './open-sent.ts'

const confines: Confines = { milliseconds: 2000, megabytes: 64, processes: 2, queue: 8 }
const opening = new Confinement<typeof openSent>('dashboards/proof/open-sent.js', 'openSent', confines)

/**
 * Opens a file in a process of its own, with an end to the time and the memory that it takes: anybody may have made it for this.
 *
 * @throws {@link Refusal} `FILE_TOO_COSTLY`, `BUSY`, and those of {@link openSent}
 */
export async function openConfined(sent: Sent): Promise<Sealed> {
  return await opening.call(sent)
}
