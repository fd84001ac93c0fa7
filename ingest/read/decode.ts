import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal, systemErrorCode } from '#foundation'
import type { Contract } from '#jurisdictions'
import { requireEncodedOnce } from './encoded-twice.ts'
import { firstBytes, piecesOf } from './first-bytes.ts'
import { CyrillicEvidence, PrintableEvidence, type TextEvidence } from './looks-like-text.ts'

export type Encoding = Contract['format']['encoding'][number]

export interface Decoded {
  /** UTF-8 without a byte order mark. */
  readonly path: string
  readonly encoding: Encoding
}

/**
 * Finds out how a text is written and turns it into UTF-8 where it is not: a byte order mark decides, else UTF-8 where the whole
 * file is, else the first encoding of the contract that the whole file fits. Any bytes fit an encoding with one byte for each
 * character, so its text has to look like text.
 *
 * @throws {@link Refusal} `NOT_TEXT`, `WRONG_ENCODING` when the file fits none of them, or was encoded twice
 */
export async function decode(path: string, file: string, declared: readonly Encoding[]): Promise<Decoded> {
  const decoded = await decodeOnce(path, file, declared)
  if (decoded === undefined) throw wrongEncoding(file, declared)
  requireEncodedOnce(decoded.path, file)
  return decoded
}

async function decodeOnce(path: string, file: string, declared: readonly Encoding[]): Promise<Decoded | undefined> {
  const marked = markedEncoding(path)
  if (marked !== undefined) {
    if (!declared.includes(marked.encoding)) return undefined
    return await decodeAs(path, marked.label, marked.encoding)
  }
  if (firstBytes(path, 64 * 1024).includes(0))
    throw new Refusal('NOT_TEXT', 'The file is not text. Export the extract as CSV in UTF-8.', { file })
  const found = await utf8In(path)
  if (found === 'ascii' || (found === 'utf-8' && declared.includes('utf-8'))) return { path, encoding: 'utf-8' }
  if (found === 'utf-8') return undefined
  for (const encoding of declared.filter((one) => !one.startsWith('utf-'))) {
    const decoded = await decodeAs(path, encoding, encoding)
    if (decoded !== undefined) return decoded
  }
  return undefined
}

/** @returns `undefined` when the file does not fit the encoding */
async function decodeAs(path: string, label: string, encoding: Encoding): Promise<Decoded | undefined> {
  const target = `${path}.utf8`
  const evidence = evidenceFor(encoding)
  try {
    await pipeline(createReadStream(path), decoder(label, evidence), createWriteStream(target, { mode: 0o600 }))
  } catch (error) {
    if (systemErrorCode(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error
    return undefined
  }
  return evidence.isSound ? { path: target, encoding } : undefined
}

function evidenceFor(encoding: Encoding): TextEvidence {
  if (encoding === 'windows-1251') return new CyrillicEvidence()
  return encoding.startsWith('utf-') ? noEvidence : new PrintableEvidence()
}

const noEvidence: TextEvidence = { look: () => undefined, isSound: true }

function markedEncoding(path: string): { encoding: Encoding; label: string } | undefined {
  const head = firstBytes(path, 3)
  if (head.equals(Buffer.from([0xef, 0xbb, 0xbf]))) return { encoding: 'utf-8', label: 'utf-8' }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16', label: 'utf-16le' }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16', label: 'utf-16be' }
  return undefined
}

/** Whether a text is UTF-8, and whether it has nothing beyond ASCII, which is the same in nearly every encoding. */
async function utf8In(path: string): Promise<'ascii' | 'utf-8' | undefined> {
  let rest = Buffer.alloc(0)
  let isPlain = true
  for await (const chunk of createReadStream(path, piecesOf(statSync(path).size)) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = endOfLastCharacter(bytes)
    if (!isUtf8(bytes.subarray(0, end))) return undefined
    isPlain &&= isAscii(bytes.subarray(0, end))
    rest = Buffer.from(bytes.subarray(end))
  }
  if (!isUtf8(rest)) return undefined
  return isPlain && rest.length === 0 ? 'ascii' : 'utf-8'
}

/** Where the last whole character ends: a chunk may cut one in two. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    const isContinuation = (byte & 0xc0) === 0x80
    if (!isContinuation) return byte < 0x80 ? bytes.length : bytes.length - back
  }
  return bytes.length
}

function decoder(label: string, evidence: TextEvidence): Transform {
  const text = new TextDecoder(label, { fatal: label !== 'windows-1251' })
  const read = (bytes?: Buffer) => {
    const part = bytes === undefined ? text.decode() : text.decode(bytes, { stream: true })
    evidence.look(part)
    return part
  }
  return new Transform({
    transform(chunk: Buffer, _, done) {
      attempt(() => read(chunk), done)
    },
    flush(done) {
      attempt(read, done)
    },
  })
}

/** What a step of a pipeline throws is told to the pipeline, or the process would end. */
function attempt(read: () => string, done: (error: Error | null, bytes?: Buffer) => void): void {
  try {
    done(null, Buffer.from(read()))
  } catch (error) {
    done(error as Error)
  }
}

function wrongEncoding(file: string, declared: readonly Encoding[]): Refusal {
  const advice = `The file is not text in an encoding that the contract allows (${declared.join(', ')}). Export it as CSV in UTF-8.`
  return new Refusal('WRONG_ENCODING', advice, { file, allowed: declared })
}
