import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { type HomeSecret, homeSecret, Refusal } from '#foundation'
import {
  disclosureSecret,
  generationStore,
  pseudonymSecret,
  releaseStore,
  requireKnownMeaning,
  requireWholeRelease,
} from '#warehouse'
import type { BackupList } from './backup-list.ts'

/** Of what a home is, as the list of a backup says it. */
export type HomeFacts = Pick<BackupList, 'release' | 'generation'> & Omit<BackupList['secrets'], 'included'>

/**
 * Requires that a home has what it points to, a whole release, and the secrets of its figures.
 *
 * @throws {@link Refusal} `STATE_BROKEN`, `RELEASE_BROKEN`, `UNKNOWN_GENERATION`, `UNKNOWN_RELEASE`, `FOREIGN_SCHEMA` of a later
 * version, `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`
 */
export function requireSoundHome(home: string): HomeFacts {
  for (const store of [generationStore, releaseStore]) requireKnown(home, store)
  unlessForeign(() => generationStore.latest(home))
  const release = unlessForeign(() => releaseStore.latest(home))
  if (release !== undefined) requireWholeRelease(home, release)
  return {
    release: releaseStore.currentId(home) ?? null,
    generation: generationStore.currentId(home) ?? null,
    pseudonyms: fingerprintOf(home, 'pseudonyms', generationStore, pseudonymSecret),
    disclosure: fingerprintOf(home, 'disclosure', releaseStore, disclosureSecret),
  }
}

/** @throws {@link Refusal} `FOREIGN_SCHEMA` when a later version of the program wrote it */
function requireKnown(home: string, store: typeof generationStore | typeof releaseStore): void {
  const id = store.currentId(home)
  const manifest = id === undefined ? undefined : join(store.folder(home, id), 'manifest.json')
  if (manifest !== undefined && existsSync(manifest)) requireKnownMeaning(manifest)
}

/** `null` where there is no secret yet: none is drawn for a copy. */
function fingerprintOf(
  home: string,
  name: 'pseudonyms' | 'disclosure',
  versions: { list(home: string): readonly unknown[] },
  secretOf: (home: string) => HomeSecret,
): string | null {
  const used = unlessForeign(() => (versions.list(home).length > 0 ? secretOf(home) : undefined))
  if (used !== undefined) return used.fingerprint
  const isThere = lstatSync(join(home, 'secrets', `${name}.key`), { throwIfNoEntry: false }) !== undefined
  return isThere ? homeSecret(home, name, { isUsed: true }).fingerprint : null
}

/** Before an upgrade is finished, figures of another version cannot be read. They are copied as they are. */
function unlessForeign<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'FOREIGN_SCHEMA') return undefined
    throw error
  }
}
