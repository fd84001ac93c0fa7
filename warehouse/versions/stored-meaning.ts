import { z } from 'zod'
import { Refusal, readState } from '#foundation'

/**
 * The version of what a home means: the tables of its facts and releases, the statements that count, keys, pseudonyms and
 * fingerprints of rows. It is raised with every change after which an earlier home would be read or continued otherwise; what
 * is read as before keeps it. Generations and releases carry it, and nothing else says of which version they are.
 *
 * - 0: facts in a shape of before the version was introduced (`schema` below 4);
 * - 1: facts and releases of before the version was introduced;
 * - 2: age and merged sentences are counted by what rows say;
 * - 3: the fingerprint of a row with a key covers what is stored of it, so that it can be computed anew from the facts.
 */
export const storedMeaning = 3

/** In manifests: those written before the version was introduced have version 1. */
export const meaningSchema = z.number().int().default(1)

/** @throws {@link Refusal} `FOREIGN_SCHEMA` for a manifest that a later version of the program wrote, whatever it holds */
export function requireKnownMeaning(manifest: string): void {
  const { meaning } = readState(manifest, z.object({ meaning: meaningSchema }))
  if (meaning <= storedMeaning) return
  const advice = `A later version of the program wrote this (meaning ${meaning}, this version knows ${storedMeaning}). Install that version or a newer one; nothing was changed.`
  throw new Refusal('FOREIGN_SCHEMA', advice, { file: manifest })
}

/** Whether an earlier version of the program made something: it is read with care, and continued only after an upgrade. */
export function isOfEarlierVersion({ meaning }: { readonly meaning: number }): boolean {
  return meaning < storedMeaning
}

/** @throws {@link Refusal} `UPGRADE_NEEDED` for facts that an earlier version of the program made */
export function requireCurrentMeaning(facts: { readonly id: string; readonly meaning: number }): void {
  if (isOfEarlierVersion(facts)) throw new Refusal('UPGRADE_NEEDED', upgradeAdvice(facts))
}

/** What to do about facts of an earlier version, in one sentence. */
export function upgradeAdvice({ id }: { readonly id: string }): string {
  return `An earlier version of the program made the generation ${id}: run "taraza upgrade --backup FOLDER" once, and public figures are served meanwhile.`
}
