import { z } from 'zod'
import { Refusal, readState } from '#foundation'

/**
 * The version of what a home means: the tables of its facts and releases, the statements that count, keys, pseudonyms and
 * fingerprints of rows. It is raised with every change after which an earlier home would be read or continued otherwise; what
 * is read as before keeps it. Generations and releases carry it.
 */
export const storedMeaning = 2

/** In manifests: those written before the version was introduced have version 1. */
export const meaningSchema = z.number().int().default(1)

/** @throws {@link Refusal} `FOREIGN_SCHEMA` for a manifest that a later version of the program wrote, whatever it holds */
export function requireKnownMeaning(manifest: string): void {
  const { meaning } = readState(manifest, z.object({ meaning: meaningSchema }))
  if (meaning <= storedMeaning) return
  const advice = `A later version of the program wrote this (meaning ${meaning}, this version knows ${storedMeaning}). Install that version or a newer one.`
  throw new Refusal('FOREIGN_SCHEMA', advice, { file: manifest })
}
