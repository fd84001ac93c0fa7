import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, sha256, writeDurably } from '#foundation'
import { currentRelease, readRestricted } from './store.ts'

/** The secret from which all random choices of disclosure control and all record keys come. */
export type DisclosureSecret = Buffer

const secretBytes = 32

/** What tells two secrets apart and gives neither away. */
export function fingerprintOf(secret: DisclosureSecret): string {
  return sha256(`taraza disclosure ${secret.toString('hex')}`).slice(0, 16)
}

/**
 * Reads the secret of a home; the first release makes one. Two solutions of one period from two secrets could be averaged, so
 * a home that has published never gets another.
 *
 * @throws {@link Refusal} `SECRET_LOST`, `SECRET_CHANGED`
 */
export function disclosureSecret(home: string): DisclosureSecret {
  const path = join(home, 'secrets', 'disclosure.key')
  const published = currentRelease(home)
  if (!existsSync(path)) {
    if (published !== undefined)
      throw new Refusal(
        'SECRET_LOST',
        'The secret of disclosure control is gone. Restore it from the backup; nothing was published.',
        {
          file: path,
        },
      )
    mkdirSync(join(home, 'secrets'), { recursive: true, mode: 0o700 })
    writeDurably(path, randomBytes(secretBytes))
  }
  const secret = readFileSync(path)
  if (published === undefined || readRestricted(home, published.id).secret === fingerprintOf(secret)) return secret
  const advice =
    'The secret of disclosure control is another one than that of the last release. Restore it from the backup; nothing was published.'
  throw new Refusal('SECRET_CHANGED', advice, { file: path })
}
