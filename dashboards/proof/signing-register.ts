import { existsSync } from 'node:fs'
import { z } from 'zod'
import { signingRegisterFile } from '#api'
import { readState, writeDurably } from '#foundation'

const entrySchema = z.object({
  /** SPKI in base64. */
  publicKey: z.string(),
  since: z.iso.datetime(),
  /** The last day on which it signed; the current key has none. */
  until: z.iso.datetime().optional(),
  /** Somebody else may have had it: what it signed proves nothing any more. */
  compromised: z.boolean().default(false),
})

/** A key with which this installation signs, or signed before. */
export type RegisteredKey = z.output<typeof entrySchema>

/** The keys of an installation by their beginning; the last one is current. @throws {@link Refusal} `STATE_BROKEN` */
export function registeredKeys(folder: string): readonly RegisteredKey[] {
  const path = signingRegisterFile(folder)
  return existsSync(path) ? readState(path, z.array(entrySchema)) : []
}

/** Writes down the keys of an installation. They are public: the file may be given to hosts that only verify. */
export function writeRegister(folder: string, keys: readonly RegisteredKey[]): void {
  writeDurably(signingRegisterFile(folder), `${JSON.stringify(keys, null, 2)}\n`)
}

/** The key that signs now, or `undefined` before the first one. */
export function currentKey(keys: readonly RegisteredKey[]): RegisteredKey | undefined {
  return keys.find(({ until }) => until === undefined)
}
