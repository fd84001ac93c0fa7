import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, renameDurably, systemErrorCode, writeDurably } from '#foundation'
import { currentKey, type RegisteredKey, registeredKeys, writeRegister } from './signing-register.ts'

const fileName = 'ed25519.pem'
/** The public half: all that a host needs which verifies and never signs. */
const publicFileName = 'ed25519.public.pem'
/** The key that a rotation has drawn, until it takes the place of the one before. */
const nextFileName = 'ed25519.next.pem'

/** The key of an installation, with which it signs what is exported. */
export interface SigningKey {
  /** Published, so that anybody can tell what this installation signed: SPKI in base64. */
  readonly publicKey: string
  /** The keys of this installation whose signatures prove the origin of a file: this one, then the former ones. */
  readonly trustedKeys: readonly string[]
  /** Former keys that somebody else may have: their signatures prove nothing. */
  readonly revokedKeys: readonly string[]
  sign(text: string): string
}

/**
 * The key in a folder, made when there never was one. Where only its public half lies, files are verified and none is signed.
 *
 * @throws {@link Refusal} `SIGNING_KEY` for a file that is no key, and for a key that is gone or is another one than was registered:
 *   a new one in silence would make all earlier files foreign
 */
export function signingKeyIn(folder: string): SigningKey {
  finishRotation(folder)
  const [path, publicPath] = [join(folder, fileName), join(folder, publicFileName)]
  if (!existsSync(path) && existsSync(publicPath)) return verifyingKey(folder, readKey(publicPath, createPublicKey))
  if (!existsSync(path)) makeKey(folder, path)
  const key = readKey(path, createPrivateKey)
  const publicKey = createPublicKey(key)
  const publicText = publicKey.export({ type: 'spki', format: 'pem' }) as string
  if (!existsSync(publicPath) || readFileSync(publicPath, 'utf8') !== publicText) writeDurably(publicPath, publicText)
  requireRegistered(folder, shown(publicKey))
  return { ...publicHalves(folder, publicKey), sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
}

/**
 * The key that signs now, as it is registered; nothing is made or written. `undefined` before the first one.
 *
 * @throws {@link Refusal} `SIGNING_KEY` when the key is gone, is none, or is another one
 */
export function currentSigningKey(folder: string): RegisteredKey | undefined {
  const current = currentKey(registeredKeys(folder))
  const path = join(folder, fileName)
  if (current === undefined) return undefined
  if (!existsSync(path)) throw notTheKey('is gone')
  if (shown(createPublicKey(readKey(path, createPrivateKey))) !== current.publicKey) throw notTheKey(another)
  return current
}

/**
 * Replaces the key of an installation by a new one, also when it was lost. What was signed before can still be verified, unless
 * somebody else may have had the key. Killed at any moment, the old or the new key is whole.
 *
 * @returns the new public key: SPKI in base64
 */
export function rotateSigningKey(folder: string, now: Date, { compromised = false } = {}): string {
  if (registeredKeys(folder).length === 0 && existsSync(join(folder, fileName))) signingKeyIn(folder)
  const next = join(folder, nextFileName)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeDurably(next, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  const ended = registeredKeys(folder).map((key) =>
    key.until === undefined ? { ...key, until: now.toISOString(), compromised } : key,
  )
  writeRegister(folder, [...ended, { publicKey: shown(publicKey), since: now.toISOString(), compromised: false }])
  return signingKeyIn(folder).publicKey
}

/**
 * Revokes a former key that somebody else may have: what it signed proves nothing any more.
 *
 * @param ending - the public key, or its last characters, at least 8
 * @returns the public key
 * @throws {@link Refusal} `NO_SUCH_KEY`, `CURRENT_KEY`
 */
export function revokeSigningKey(folder: string, ending: string): string {
  const keys = registeredKeys(folder)
  const [key, ...others] = ending.length < 8 ? [] : keys.filter(({ publicKey }) => publicKey.endsWith(ending))
  if (key === undefined || others.length > 0) {
    const advice = 'No signing key of this home ends so. "taraza keys list" shows them; give at least 8 characters.'
    throw new Refusal('NO_SUCH_KEY', advice)
  }
  if (key.until === undefined) {
    const advice = 'This key signs now. Replace and revoke it: "taraza keys rotate signing --compromised".'
    throw new Refusal('CURRENT_KEY', advice)
  }
  const revoked = keys.map((one) => (one === key ? { ...one, compromised: true } : one))
  writeRegister(folder, revoked)
  return key.publicKey
}

/** The register decides: a key that it names as current takes its place, one that it does not know is what a killed rotation left. */
function finishRotation(folder: string): void {
  const next = join(folder, nextFileName)
  if (!existsSync(next)) return
  const publicKey = shown(createPublicKey(readKey(next, createPrivateKey)))
  if (publicKey === currentKey(registeredKeys(folder))?.publicKey) renameDurably(next, join(folder, fileName))
}

function requireRegistered(folder: string, publicKey: string): void {
  const keys = registeredKeys(folder)
  if (keys.length === 0) writeRegister(folder, [{ publicKey, since: new Date().toISOString(), compromised: false }])
  else if (currentKey(keys)?.publicKey !== publicKey) throw notTheKey(another)
}

function publicHalves(folder: string, key: KeyObject): Omit<SigningKey, 'sign'> {
  const publicKey = shown(key)
  const former = registeredKeys(folder).filter((one) => one.publicKey !== publicKey)
  const keysThat = (compromised: boolean) =>
    former.filter((one) => one.compromised === compromised).map((one) => one.publicKey)
  return { publicKey, trustedKeys: [publicKey, ...keysThat(false)], revokedKeys: keysThat(true) }
}

/** Of a host for readers. */
function verifyingKey(folder: string, key: KeyObject): SigningKey {
  const refuse = () => {
    const message = 'This host verifies files and signs none. Ask the address of the platform again for the file.'
    throw new Refusal('SIGNS_NOTHING', message)
  }
  return { ...publicHalves(folder, key), sign: refuse }
}

function shown(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

function makeKey(folder: string, path: string): void {
  if (registeredKeys(folder).length > 0) throw notTheKey('is gone')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = `${path}.${process.pid}.draft`
  writeDurably(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  try {
    // Of two processes that make a key at once the first one wins, and both use its key.
    linkSync(draft, path)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function readKey(path: string, keyIn: (text: Buffer) => KeyObject): KeyObject {
  try {
    const key = keyIn(readFileSync(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    throw notTheKey('is not an Ed25519 key', error)
  }
  throw notTheKey('is not an Ed25519 key')
}

const another = 'is another one than this home has registered'

function notTheKey(what: string, cause?: unknown): Refusal {
  const advice =
    'Restore it from a backup. If there is none, "taraza keys rotate signing" starts with a new key: files signed before can still be verified.'
  return new Refusal(
    'SIGNING_KEY',
    `The key ${fileName} in the folder signing ${what}. ${advice}`,
    { file: fileName },
    { cause },
  )
}
