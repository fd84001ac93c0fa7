import { statSync } from 'node:fs'
import { Refusal } from '#foundation'
import { endDismissals } from '#warehouse'
import type { LeftOutDelivery } from '../nightly/left-out.ts'
import { changeWaiting, type NamedDeliveries, type Surroundings } from './change-waiting.ts'
import { isDismissed, laterRefusal } from './later-refusal.ts'
import { RetakenFolder } from './retaken-folder.ts'

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
  /** Whether it was dismissed until now. */
  readonly wasDismissed: boolean
  readonly folder: string | null
}

/**
 * Puts originals out of the archive back into what the next night takes in, each in a folder of its own with the manifest of the last
 * time that it came. One that was dismissed no longer is. All of them, or none.
 *
 * @throws {@link Refusal} `LATER_DELIVERIES`, `ORIGINAL_GONE`, `ORIGINAL_ALTERED`, `NOT_A_PLAIN_FILE`, `UNREADABLE_FOLDER`, and those of
 *   {@link changeWaiting}
 */
export async function retakeDeliveries(options: NamedDeliveries): Promise<readonly RetakenDelivery[]> {
  return await changeWaiting(options, async (surroundings) => {
    requireFolder(options.incoming)
    return await retake(options, surroundings)
  })
}

function requireFolder(incoming: string): void {
  if (statSync(incoming, { throwIfNoEntry: false })?.isDirectory()) return
  const advice =
    'The folder of incoming extracts does not exist. Make it, or correct TARAZA_INCOMING. Nothing was changed.'
  throw new Refusal('UNREADABLE_FOLDER', advice, { file: incoming })
}

async function retake(
  { home, incoming }: NamedDeliveries,
  surroundings: Surroundings,
): Promise<readonly RetakenDelivery[]> {
  const { jurisdiction, named } = surroundings
  const planned = named.map(({ arrived, leftOut }) => {
    const folder = new RetakenFolder({ home, incoming, jurisdiction }, arrived)
    return {
      arrived,
      leftOut,
      folder,
      outcome: outcomeOf(leftOut, folder),
      wasDismissed: leftOut !== undefined && isDismissed(leftOut),
    }
  })
  const wanted = planned.filter(({ outcome }) => outcome === 'waits')
  requireOrder(
    home,
    wanted.flatMap(({ leftOut }) => leftOut ?? []),
    surroundings,
  )
  for (const { folder } of wanted) await folder.prepare()
  // Nothing waits that is still dismissed, wherever this is stopped.
  endDismissals(
    home,
    planned.flatMap(({ leftOut }) => leftOut ?? []),
  )
  for (const { folder } of wanted) folder.finish()
  return planned.map(({ arrived: { file }, folder, outcome, wasDismissed }) => ({
    ...{ register: file.register, file: file.file, sha256: file.sha256, outcome, wasDismissed },
    folder: outcome === 'in_facts' ? null : folder.path,
  }))
}

function outcomeOf(leftOut: LeftOutDelivery | undefined, folder: RetakenFolder): RetakenDelivery['outcome'] {
  if (leftOut === undefined) return 'in_facts'
  return folder.isThere ? 'waits_already' : 'waits'
}

/** One that a night cannot take in again is no longer dismissed: only so can the rebuild that is left take it in. */
function requireOrder(home: string, wanted: readonly LeftOutDelivery[], surroundings: Surroundings): void {
  const refused = wanted.flatMap((delivery) => {
    const refusal = laterRefusal(delivery, surroundings)
    return refusal === undefined ? [] : [{ delivery, refusal }]
  })
  const [first] = refused
  if (first === undefined) return
  endDismissals(home, [first.delivery])
  throw first.refusal
}
