import { Refusal, systemErrorCode } from '#foundation'
import { generationStore } from '../generations/store/store.ts'
import { releaseStore } from '../releases/store/store.ts'
import { isOfEarlierVersion, upgradeAdvice } from '../versions/stored-meaning.ts'

/**
 * Refuses a home that a later version of the program has written to. What else is wrong with it, whoever reads it tells.
 *
 * @throws {@link Refusal} `FOREIGN_SCHEMA`
 */
export function requireKnownHome(home: string): void {
  for (const store of [generationStore, releaseStore]) unlessDamaged(() => store.current(home), ['FOREIGN_SCHEMA'])
}

/** What to do when an earlier version of the program made the facts of a home, in one sentence. */
export function upgradeNeeded(home: string): string | undefined {
  const current = unlessDamaged(() => generationStore.current(home), [])
  return current !== undefined && isOfEarlierVersion(current) ? upgradeAdvice(current) : undefined
}

function unlessDamaged<T>(read: () => T, thrown: readonly string[]): T | undefined {
  try {
    return read()
  } catch (error) {
    const isDamage = error instanceof Refusal ? !thrown.includes(error.code) : systemErrorCode(error) !== undefined
    if (isDamage) return undefined
    throw error
  }
}
