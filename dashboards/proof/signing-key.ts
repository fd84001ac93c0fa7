import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, systemErrorCode, writeDurably } from '#foundation'

const fileName = 'ed25519.pem'
/** The public half: all that a host needs which verifies and never signs. */
const publicFileName = 'ed25519.public.pem'

/** The key of an installation, with which it signs what is exported. */
export interface SigningKey {
  /** Published, so that anybody can tell what this installation signed: SPKI in base64. */
  readonly publicKey: string
  sign(text: string): string
}

/**
 * The key in a folder, made when there is none. Where only its public half lies, files are verified and none is signed.
 *
 * @throws {@link Refusal} `SIGNING_KEY` for a file that is no key: another one would make all earlier files foreign
 */
export function signingKeyIn(folder: string): SigningKey {
  const [path, publicPath] = [join(folder, fileName), join(folder, publicFileName)]
  if (!existsSync(path) && existsSync(publicPath)) return verifyingKey(readKey(publicPath, createPublicKey))
  if (!existsSync(path)) makeKey(folder, path)
  const key = readKey(path, createPrivateKey)
  const publicKey = createPublicKey(key)
  if (!existsSync(publicPath)) writeDurably(publicPath, publicKey.export({ type: 'spki', format: 'pem' }) as string)
  return { publicKey: shown(publicKey), sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
}

/** Of a host for readers. */
function verifyingKey(key: KeyObject): SigningKey {
  const refuse = () => {
    const message = 'This host verifies files and signs none. Ask the address of the platform again for the file.'
    throw new Refusal('SIGNS_NOTHING', message)
  }
  return { publicKey: shown(key), sign: refuse }
}

function shown(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

function makeKey(folder: string, path: string): void {
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
    throw notAKey(error)
  }
  throw notAKey()
}

function notAKey(cause?: unknown): Refusal {
  return new Refusal(
    'SIGNING_KEY',
    `The file ${fileName} in the folder signing is not an Ed25519 key. Restore it from a backup: with another key, the origin of files exported before is not proven.`,
    { file: fileName },
    { cause },
  )
}
