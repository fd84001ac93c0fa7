import { Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { type GenerationManifest, generationStore, requireJurisdiction } from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import {
  type Arrived,
  allArrivals,
  type LeftOutDelivery,
  lastArrivals,
  leftOutDeliveries,
} from '../nightly/left-out.ts'
import { finishNight } from '../nightly/unfinished-night.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { hashNamed } from './named-delivery.ts'
import { removeDrafts } from './retaken-folder.ts'

/** Deliveries that somebody named, and where they may wait for a night. */
export interface NamedDeliveries {
  readonly home: string
  /** The folder from which the next night takes deliveries in. */
  readonly incoming: string
  /** Hashes, or their beginnings. */
  readonly hashes: readonly string[]
}

/** What is known of a home whose waiting deliveries are changed. */
export interface Surroundings {
  readonly generation: GenerationManifest
  readonly jurisdiction: Jurisdiction
  /** The last time that each file came, by its hash. */
  readonly arrivals: ReadonlyMap<string, Arrived>
  /** In the order in which they were named, each once. */
  readonly named: readonly NamedDelivery[]
}

/** A delivery that came, and what a rollback left out of it. */
export interface NamedDelivery {
  readonly arrived: Arrived
  /** `undefined` where it is in the facts. */
  readonly leftOut: LeftOutDelivery | undefined
}

/**
 * Changes what waits in the incoming folder, while no run is at work.
 *
 * @throws {@link Refusal} `NO_DATA`, `NO_SUCH_DELIVERY`, `AMBIGUOUS_HASH`, `ANOTHER_RUN`, `STATE_BROKEN`, `DISK_FULL`, ...; refusals of `change` pass
 */
export async function changeWaiting<T>(
  { home, incoming, hashes }: NamedDeliveries,
  change: (surroundings: Surroundings) => Promise<T> | T,
): Promise<T> {
  requireGeneration(home)
  const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
  const giveBack = await takeWriterLock(home)
  try {
    finishNight(home)
    removeDrafts(incoming)
    const generation = requireGeneration(home)
    return await change({ generation, jurisdiction, ...namedIn(home, generation, hashes) })
  } catch (error) {
    throw asDiskRefusal(error, home)
  } finally {
    removeDrafts(incoming)
    giveBack()
  }
}

/** Without facts nobody knows what is missing in them. @throws {@link Refusal} `NO_DATA` */
function requireGeneration(home: string): GenerationManifest {
  const generation = generationStore.current(home)
  if (generation !== undefined) return generation
  const advice = 'This home has no facts so far. Where they were lost, "taraza rebuild" makes them from the archive.'
  throw new Refusal('NO_DATA', advice)
}

function namedIn(
  home: string,
  generation: GenerationManifest,
  hashes: readonly string[],
): Pick<Surroundings, 'arrivals' | 'named'> {
  const arrivals = lastArrivals(allArrivals(home))
  const leftOut = new Map(leftOutDeliveries(home, generation).map((delivery) => [delivery.sha256, delivery]))
  const named = [...new Set(hashes.map((hash) => hashNamed(hash, arrivals.keys())))]
  return {
    arrivals,
    named: named.map((hash) => ({ arrived: arrivals.get(hash) as Arrived, leftOut: leftOut.get(hash) })),
  }
}
