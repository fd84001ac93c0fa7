import { Refusal } from '#foundation'
import { dismissDeliveries } from '#warehouse'
import { type LeftOutDelivery, leftOutDeliveries } from '../nightly/left-out.ts'
import { finishNight } from '../nightly/unfinished-night.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { hashNamed } from './named-delivery.ts'
import { requireGeneration } from './retake-deliveries.ts'

/**
 * Remembers that deliveries which a rollback left out need not be in the facts: nobody is reminded of them, and a rebuild does not
 * take them in.
 *
 * @param hashes - or their beginnings
 * @throws {@link Refusal} `NO_SUCH_DELIVERY` for what was not left out, `AMBIGUOUS_HASH`, `NO_DATA`, `ANOTHER_RUN`
 */
export async function dismissLeftOut(
  home: string,
  hashes: readonly string[],
  now: Date,
): Promise<readonly LeftOutDelivery[]> {
  requireGeneration(home)
  const giveBack = await takeWriterLock(home)
  try {
    finishNight(home)
    const leftOut = new Map(leftOutDeliveries(home, requireGeneration(home)).map((one) => [one.sha256, one]))
    const named = [...new Set(hashes.map((hash) => leftOutNamed(hash, leftOut)))]
    const added = named.filter(({ decision }) => decision !== 'dismissed')
    const at = now.toISOString()
    if (added.length > 0)
      dismissDeliveries(
        home,
        added.map(({ sha256, generation }) => ({ sha256, generation, at, by: 'operator' as const })),
      )
    return named
  } finally {
    giveBack()
  }
}

function leftOutNamed(hash: string, leftOut: ReadonlyMap<string, LeftOutDelivery>): LeftOutDelivery {
  const found = leftOut.get(hashNamed(hash, leftOut.keys()))
  if (found !== undefined) return found
  throw new Refusal('NO_SUCH_DELIVERY', 'No rollback left out a delivery with such a hash.')
}
