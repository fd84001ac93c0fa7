import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Refusal, systemErrorCode } from '#foundation'

/** A private, plain copy of an extract: what was hashed is what is read, even if the sender writes again meanwhile. */
export interface Intake {
  /** The plain text, unpacked. */
  readonly path: string
  /** SHA-256 of the file as it arrived. */
  readonly sha256: string
  readonly bytes: number
}

/** What a packed file may unpack to. Beyond it, somebody is trying to fill the disk. */
const maxUnpackedBytes = 64 * 2 ** 30

/**
 * Copies an extract to `target`, unpacking gzip, and hashes it on the way.
 *
 * @throws {@link Refusal} `UNREADABLE_FILE`, `EMPTY_FILE`, `TRUNCATED_GZIP`, `NOT_GZIP`, `TOO_LARGE`; disk errors pass
 */
export async function copyIn(path: string, target: string): Promise<Intake> {
  const hash = createHash('sha256')
  const unpacked = counter()
  const arrived = tap((chunk) => hash.update(chunk))
  const steps = path.endsWith('.gz') ? [arrived, createGunzip(), unpacked.stream] : [arrived, unpacked.stream]
  try {
    await pipeline([createReadStream(path), ...steps, createWriteStream(target, { mode: 0o600 })])
  } catch (error) {
    throw refusalFor(error, path)
  }
  if (unpacked.bytes() === 0)
    throw new Refusal('EMPTY_FILE', 'The file is empty. Send the extract again.', { file: path })
  return { path: target, sha256: hash.digest('hex'), bytes: unpacked.bytes() }
}

function tap(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      look(chunk)
      done(null, chunk)
    },
  })
}

function counter(): { stream: Transform; bytes: () => number } {
  let bytes = 0
  const stream = tap((chunk) => {
    bytes += chunk.length
    if (bytes > maxUnpackedBytes)
      throw new Refusal('TOO_LARGE', 'The file unpacks to more than 64 GiB. Send it in parts.')
  })
  return { stream, bytes: () => bytes }
}

const advice: Readonly<Record<string, readonly [string, string]>> = {
  Z_BUF_ERROR: ['TRUNCATED_GZIP', 'The gzip file ends too early: the transfer was cut off. Send it again.'],
  Z_DATA_ERROR: ['NOT_GZIP', 'The file ends in .gz but its content is not sound gzip. Pack and send it again.'],
  EACCES: ['UNREADABLE_FILE', 'The file cannot be read. Check its permissions.'],
  ENOENT: ['UNREADABLE_FILE', 'The file is no longer there. Send it again.'],
  EISDIR: ['UNREADABLE_FILE', 'A file was expected, this is a folder.'],
}

function refusalFor(error: unknown, file: string): unknown {
  const known = advice[systemErrorCode(error) ?? '']
  if (known !== undefined) return new Refusal(known[0], known[1], { file }, { cause: error })
  return error instanceof Refusal ? new Refusal(error.code, error.message, { file }) : error
}
