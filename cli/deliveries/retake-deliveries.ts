import { statSync } from 'node:fs'
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
import { requireNoneLater } from './require-none-later.ts'
import { RetakenFolder, removeDrafts } from './retaken-folder.ts'

export interface RetakeOptions {
  readonly home: string
  /** The folder from which the next night takes deliveries in. */
  readonly incoming: string
  /** Hashes, or their beginnings. */
  readonly hashes: readonly string[]
}

/** What became of one delivery that was to be taken in again. */
export interface RetakenDelivery {
  readonly register: string
  readonly file: string
  readonly sha256: string
  /**
   * - `waits`: it lies in `folder`, and the next night takes it in;
   * - `waits_already`: it lay there before;
   * - `in_facts`: it is in the facts: a file that came before brings no row.
   */
  readonly outcome: 'waits' | 'waits_already' | 'in_facts'
  readonly folder: string | null
}

/**
 * Puts originals out of the archive back into what the next night takes in, each in a folder of its own with the manifest of the last
 * time that it came. All of them, or none.
 *
 * @throws {@link Refusal} `NO_SUCH_DELIVERY`, `AMBIGUOUS_HASH`, `LATER_DELIVERIES`, `ORIGINAL_GONE`, `ORIGINAL_ALTERED`, `NOT_A_PLAIN_FILE`,
 *   `NO_DATA`, `ANOTHER_RUN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function retakeDeliveries(options: RetakeOptions): Promise<readonly RetakenDelivery[]> {
  const { home, incoming } = options
  requireGeneration(home)
  const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
  requireFolder(incoming)
  const giveBack = await takeWriterLock(home)
  try {
    finishNight(home)
    removeDrafts(incoming)
    return await retake(options, jurisdiction, requireGeneration(home))
  } catch (error) {
    throw asDiskRefusal(error, home)
  } finally {
    removeDrafts(incoming)
    giveBack()
  }
}

function requireFolder(incoming: string): void {
  if (statSync(incoming, { throwIfNoEntry: false })?.isDirectory()) return
  const advice =
    'The folder of incoming extracts does not exist. Make it, or correct TARAZA_INCOMING. Nothing was changed.'
  throw new Refusal('UNREADABLE_FOLDER', advice, { file: incoming })
}

/** Without facts nobody knows what is missing in them. @throws {@link Refusal} `NO_DATA` */
export function requireGeneration(home: string): GenerationManifest {
  const generation = generationStore.current(home)
  if (generation !== undefined) return generation
  const advice = 'This home has no facts so far. Where they were lost, "taraza rebuild" makes them from the archive.'
  throw new Refusal('NO_DATA', advice)
}

async function retake(
  { home, incoming, hashes }: RetakeOptions,
  jurisdiction: Jurisdiction,
  generation: GenerationManifest,
): Promise<readonly RetakenDelivery[]> {
  const arrivals = lastArrivals(allArrivals(home))
  const leftOut = new Map(leftOutDeliveries(home, generation).map((delivery) => [delivery.sha256, delivery]))
  const named = [...new Set(hashes.map((hash) => hashNamed(hash, arrivals.keys())))]
  const planned = named.map((hash) => {
    const arrived = arrivals.get(hash) as Arrived
    const folder = new RetakenFolder({ home, incoming, jurisdiction }, arrived)
    return { arrived, folder, outcome: outcomeOf(leftOut.get(hash), folder) }
  })
  const wanted = planned.filter(({ outcome }) => outcome === 'waits')
  for (const { arrived } of wanted)
    requireNoneLater(leftOut.get(arrived.file.sha256), { generation, jurisdiction, arrivals })
  for (const { folder } of wanted) await folder.prepare()
  for (const { folder } of wanted) folder.finish()
  return planned.map(({ arrived: { file }, folder, outcome }) => ({
    ...{ register: file.register, file: file.file, sha256: file.sha256, outcome },
    folder: outcome === 'in_facts' ? null : folder.path,
  }))
}

function outcomeOf(leftOut: LeftOutDelivery | undefined, folder: RetakenFolder): RetakenDelivery['outcome'] {
  if (leftOut === undefined) return 'in_facts'
  return folder.isThere ? 'waits_already' : 'waits'
}
