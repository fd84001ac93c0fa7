import { basename, dirname } from 'node:path'
import { Refusal } from '#foundation'
import { type Arrival, isRetaken, isSentLater } from '#ingest'

type TakenIn = Pick<Arrival, 'delivery' | 'intake'>

/**
 * Adds to the refusal of a retaken delivery that contradicts others how all of them can be taken in, in the order in which they came.
 *
 * @param originals - what the run read so far
 */
export function oneAtATime(error: Refusal, delivery: TakenIn['delivery'], originals: readonly TakenIn[]): Refusal {
  if (error.code !== 'CONTRADICTING_DELIVERIES' || !isRetaken(delivery)) return error
  const [oldest, ...others] = originals
    .filter((one) => isRetaken(one.delivery) && one.delivery.contract === delivery.contract)
    .sort((one, other) => (folderOf(one) < folderOf(other) ? -1 : 1))
  const newer = others.filter((one) => oldest !== undefined && !isSentLater(sentAt(oldest), sentAt(one)))
  if (newer.length === 0) return error
  const hashes = newer.map(({ intake: { sha256 } }) => sha256.slice(0, 12))
  const steps = hashes.map((hash) => `"taraza deliveries retake ${hash}"`).join(', then ')
  const advice = `These were retaken. Dismiss all but the oldest for now: "taraza deliveries dismiss ${hashes.join(' ')}". After each nightly run, retake the next one: ${steps}.`
  return new Refusal(error.code, `${error.message} ${advice}`, error.place)
}

/** Names of folders of retaken deliveries are in the order of arrival. */
function folderOf({ delivery: { path } }: TakenIn): string {
  return basename(dirname(path))
}

function sentAt({ delivery: { manifest } }: TakenIn): string | null {
  return manifest?.sent_at ?? null
}
