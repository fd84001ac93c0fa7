import {
  type HomeSecret,
  homeSecret,
  Refusal,
  removeSecret,
  type SecretName,
  type SecretUse,
  secretNames,
} from '#foundation'
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
  return homeSecret(home, 'disclosure', disclosureUse(home))
}

function disclosureUse(home: string): SecretUse {
  const published = releaseStore.list(home).at(-1)
  const fingerprint = published && readRestricted(home, published.id).secret
  return { fingerprint, isUsed: published !== undefined }
}

const uses: Readonly<Record<SecretName, (home: string) => SecretUse>> = {
  pseudonyms: pseudonymUse,
  disclosure: disclosureUse,
}

/** A secret of a home, without the secret. */
export interface HomeKey {
  readonly name: SecretName
  /** Of what was made with it, where something was. */
  readonly fingerprint: string | undefined
  readonly isUsed: boolean
}

/** What a home says of its secrets. The secrets themselves are not read. */
export function homeKeys(home: string): readonly HomeKey[] {
  return secretNames.map((name) => {
    const { fingerprint, isUsed } = uses[name](home)
    return { name, fingerprint, isUsed }
  })
}

const whyInUse: Readonly<Record<SecretName, string>> = {
  pseudonyms:
    'The pseudonyms of the facts are made with it: with another one everybody would be somebody new. Take in the original extracts into a new home.',
  disclosure:
    'The published figures are protected with it: two protections of one figure could be averaged, which discloses it. Only a home that has published nothing gets another.',
}

/**
 * Draws a new secret in place of one with which nothing was made so far. The lock of the home has to be held.
 *
 * @throws {@link Refusal} `SECRET_IN_USE` with the reason
 */
export function renewSecret(home: string, name: SecretName): HomeSecret {
  const use = uses[name](home)
  if (use.isUsed)
    throw new Refusal(
      'SECRET_IN_USE',
      `The secret "${name}" cannot be replaced. ${whyInUse[name]} docs/keys.md says what to do if somebody else may have it.`,
    )
  removeSecret(home, name)
  return homeSecret(home, name, use)
}
