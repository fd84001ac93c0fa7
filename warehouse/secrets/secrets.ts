import { type HomeSecret, homeSecret, type SecretUse } from '#foundation'
import { generationStore } from '../generations/store/store.ts'
import { readRestricted, releaseStore } from '../releases/store/store.ts'

/**
 * The secret behind the pseudonyms of a home. With another one everybody would be somebody new, and be counted twice.
 *
 * @throws {@link Refusal} `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`
 */
export function pseudonymSecret(home: string): HomeSecret {
  return homeSecret(home, 'pseudonyms', pseudonymUse(home))
}

/**
 * The same secret for a trial, which leaves the home as it is: where none was made so far, it is one for the moment.
 *
 * @throws {@link Refusal} as {@link pseudonymSecret}
 */
export function trialPseudonymSecret(home: string): HomeSecret {
  return homeSecret(home, 'pseudonyms', { ...pseudonymUse(home), isTrial: true })
}

function pseudonymUse(home: string): SecretUse {
  const generations = generationStore.list(home)
  const fingerprint = generations.findLast(({ pseudonyms }) => pseudonyms !== undefined)?.pseudonyms
  return { fingerprint, isUsed: generations.length > 0 }
}

/**
 * The secret from which all random choices of disclosure control and all record keys come. Two solutions of one period from
 * two secrets could be averaged, so a home that has published never gets another.
 *
 * @throws {@link Refusal} `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`
 */
export function disclosureSecret(home: string): HomeSecret {
  const published = releaseStore.list(home).at(-1)
  const fingerprint = published && readRestricted(home, published.id).secret
  return homeSecret(home, 'disclosure', { fingerprint, isUsed: published !== undefined })
}
