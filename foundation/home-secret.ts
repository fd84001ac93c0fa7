import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './canonical.ts'
import { writeDurably } from './durable-files.ts'
import { openPlainFile } from './plain-file.ts'
import { Refusal } from './refusal/refusal.ts'

/** A secret of a home, from a file of its own outside every database. */
export interface HomeSecret {
  readonly bytes: Buffer
  /** Tells two secrets apart and gives neither away: it stands in the manifests of what was made with the secret. */
  readonly fingerprint: string
}

/** The secrets of a home. */
export const secretNames = ['pseudonyms', 'disclosure'] as const
/** One of {@link secretNames}. */
export type SecretName = (typeof secretNames)[number]

/** What was made with a secret so far: it decides whether a new one may be drawn. */
export interface SecretUse {
  /** Of what was made with the secret so far, where its manifest says so. */
  readonly fingerprint?: string | undefined
  /** Whether anything was made with it: then no other secret may take its place. */
  readonly isUsed: boolean
  /** Nothing is written: where there is no secret so far, it is one for the moment. */
  readonly isTrial?: boolean
}

const secretBytes = 32

/**
 * Reads a secret of a home, or makes it where nothing was made with it so far.
 *
 * @throws {@link Refusal} `SECRET_LOST`, `SECRET_BROKEN` when the file is no secret, `SECRET_CHANGED` when it is another one
 */
export function homeSecret(home: string, name: SecretName, use: SecretUse): HomeSecret {
  const path = secretPath(home, name)
  if (!isThere(path)) {
    if (use.isUsed) throw refusal('SECRET_LOST', path, 'is gone')
    if (use.isTrial) return withFingerprint(name, randomBytes(secretBytes))
    mkdirSync(join(home, 'secrets'), { recursive: true, mode: 0o700 })
    writeDurably(path, randomBytes(secretBytes))
  }
  const bytes = contentOf(path)
  if (bytes === undefined) throw refusal('SECRET_BROKEN', path, 'cannot be read, or is no file')
  if (!looksRandom(bytes))
    throw refusal('SECRET_BROKEN', path, `is cut off or damaged: it has ${secretBytes} random bytes`)
  const secret = withFingerprint(name, bytes)
  if (use.fingerprint !== undefined && use.fingerprint !== secret.fingerprint)
    throw refusal('SECRET_CHANGED', path, 'is another one than that of the figures')
  return secret
}

function withFingerprint(name: SecretName, bytes: Buffer): HomeSecret {
  return { bytes, fingerprint: sha256(`taraza ${name} ${bytes.toString('hex')}`).slice(0, 16) }
}

/** Removes a secret with which nothing was made, so that the next one to read it draws a new one. */
export function removeSecret(home: string, name: SecretName): void {
  rmSync(secretPath(home, name), { force: true })
}

/** The secret of homes of synthetic data. Whoever has the program knows it, so it protects nobody. */
export function sampleSecret(name: SecretName): Buffer {
  return createHash('sha256').update(`taraza sample ${name}`).digest()
}

/** Begins a home with the secrets of synthetic data. */
export function writeSampleSecrets(home: string): void {
  mkdirSync(join(home, 'secrets'), { recursive: true, mode: 0o700 })
  for (const name of secretNames) writeDurably(secretPath(home, name), sampleSecret(name))
}

/** Whether any secret of a home is one of synthetic data. */
export function hasSampleSecrets(home: string): boolean {
  return secretNames.some((name) => {
    const path = secretPath(home, name)
    return isThere(path) && (contentOf(path)?.equals(sampleSecret(name)) ?? false)
  })
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** More than any secret has: whatever else lies there is not read whole. */
const maxBytes = 4096

/** The content of a regular file, or `undefined` for what is none or cannot be read. A container may lay it by way of a link. */
function contentOf(path: string): Buffer | undefined {
  try {
    const { handle, close } = openPlainFile(realpathSync(path))
    try {
      const bytes = Buffer.alloc(maxBytes)
      return bytes.subarray(0, readSync(handle, bytes))
    } finally {
      close()
    }
  } catch {
    return undefined
  }
}

function secretPath(home: string, name: SecretName): string {
  return join(home, 'secrets', `${name}.key`)
}

/** Not what a disk leaves that was full, or a copy that was cut off. */
function looksRandom(bytes: Buffer): boolean {
  return bytes.length >= secretBytes && new Set(bytes).size >= secretBytes / 4
}

function refusal(code: string, file: string, what: string): Refusal {
  return new Refusal(code, `This secret of the home ${what}. Restore it from the backup; nothing was changed.`, {
    file,
  })
}
