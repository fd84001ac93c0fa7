import { z } from 'zod'
import { canonicalJson, isSignedBy, Refusal } from '#foundation'
import { type Manifest, manifestSchema } from './manifest.ts'
import { parseBounded } from './parse-bounded.ts'
import type { SigningKey } from './signing-key.ts'

const sealSchema = z.strictObject({
  /** SHA-256 of all that the file holds besides the seal. */
  content: z.string().length(64),
  manifest: z.unknown(),
  publicKey: z.string().max(200),
  signature: z.string().max(200),
})

/** A seal as it was found in a file, and whether it is what was once signed. */
export interface Seal {
  readonly content: string
  readonly manifest: Manifest
  readonly publicKey: string
  readonly isIntact: boolean
}

/** Writes seals for one manifest. All have the same length, so that a file can keep their place free. */
export type Sealer = (content: string) => string

export function sealerFor(manifest: Manifest, key: SigningKey): Sealer {
  return (content) => {
    const signature = key.sign(signedText(content, manifest))
    const seal = canonicalJson({ content, manifest, publicKey: key.publicKey, signature })
    return Buffer.from(seal).toString('base64')
  }
}

/**
 * Reads a seal.
 *
 * @throws {@link Refusal} `MANIFEST_BROKEN` for what is no seal, `NOT_PUBLIC` for a manifest of another level
 */
export function readSeal(text: string): Seal {
  const { manifest: claimed, ...seal } = parsed(sealSchema, jsonIn(text))
  if ((claimed as { level?: unknown } | null)?.level !== 'public')
    throw new Refusal('NOT_PUBLIC', 'Only files with public figures are checked here: ask who may see the others.')
  const manifest = parsed(manifestSchema, claimed)
  const isIntact = isSignedBy(seal.publicKey, signedText(seal.content, manifest), seal.signature)
  return { content: seal.content, manifest, publicKey: seal.publicKey, isIntact }
}

function signedText(content: string, manifest: Manifest): string {
  return canonicalJson({ content, manifest })
}

function jsonIn(text: string): unknown {
  try {
    return parseBounded(Buffer.from(text, 'base64'))
  } catch (error) {
    throw error instanceof Refusal ? error : broken(error)
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value)
  if (data === undefined) throw broken(error)
  return data
}

function broken(cause: unknown): Refusal {
  const message = 'The manifest of this file cannot be read: it was changed, or the file is damaged. Export it again.'
  return new Refusal('MANIFEST_BROKEN', message, {}, { cause })
}
