import { dismissDeliveries } from '#warehouse'
import { changeWaiting, type NamedDeliveries, type Surroundings } from './change-waiting.ts'
import { RetakenFolder } from './retaken-folder.ts'

/** What became of one delivery that the facts were to go without. */
export interface Dismissal {
  readonly register: string
  readonly file: string
  readonly sha256: string
  /** The number of the generation with which it came the last time. */
  readonly generation: number
  /**
   * - `dismissed`: nobody is reminded of it, and it does not wait for a night;
   * - `in_facts`: it is in the facts, which was not changed.
   */
  readonly outcome: 'dismissed' | 'in_facts'
}

/**
 * Remembers that deliveries which a rollback left out need not be in the facts: nobody is reminded of them, a rebuild does not take
 * them in, and the copy of one that was retaken goes. All of them, or none.
 *
 * @throws {@link Refusal} `RETAKEN_CHANGED` where somebody changed what waits, and those of {@link changeWaiting}
 */
export async function dismissLeftOut(options: NamedDeliveries, now: Date): Promise<readonly Dismissal[]> {
  return await changeWaiting(options, (surroundings) => dismiss(options, surroundings, now))
}

function dismiss(
  { home, incoming }: NamedDeliveries,
  { jurisdiction, named }: Surroundings,
  now: Date,
): readonly Dismissal[] {
  const absent = named.filter(({ leftOut }) => leftOut !== undefined)
  const waiting = absent
    .map(({ arrived }) => new RetakenFolder({ home, incoming, jurisdiction }, arrived))
    .filter(({ isThere }) => isThere)
  for (const folder of waiting) folder.requireUnchanged()
  for (const folder of waiting) folder.remove()
  const at = now.toISOString()
  const added = absent
    .filter(({ leftOut }) => leftOut?.decision !== 'dismissed')
    .map(({ arrived: { file, generation } }) => ({ sha256: file.sha256, generation, at, by: 'operator' as const }))
  if (added.length > 0) dismissDeliveries(home, added)
  return named.map(({ arrived: { file, generation }, leftOut }) => ({
    ...{ register: file.register, file: file.file, sha256: file.sha256, generation },
    outcome: leftOut === undefined ? 'in_facts' : 'dismissed',
  }))
}
