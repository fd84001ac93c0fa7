import { createReadStream, createWriteStream } from 'node:fs'
import type { Readable, Transform } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { Refusal, systemErrorCode } from '#foundation'
import { namesInGzip } from './gzip-names.ts'
import { isSystemFile } from './system-files.ts'
import { tap } from './tap.ts'

/** An extract may unpack to this much, and beyond the first part of it to this many times its packed size. */
const limits = { bytes: 64 * 2 ** 30, unsuspicious: 256 * 2 ** 20, ratio: 200 }

export interface Unpacked {
  readonly path: string
  /** The ending that says what is inside: `csv`, `xlsx`, ... */
  readonly ending: string
  /** What stands inside of an archive beside content: names of files and folders, the name and comment that gzip keeps. */
  readonly names: readonly string[]
}

/**
 * Unpacks `.gz` and `.zip` beside `path`; other files stay as they are.
 *
 * @param name - the name under which the sender sent it
 * @throws {@link Refusal} `TRUNCATED_GZIP`, `NOT_GZIP`, `NOT_ZIP`, `ZIP_CONTENT`, `PATH_LEAVES_FOLDER`, `TOO_LARGE`, `ARCHIVE_BOMB`
 */
export async function unpack(path: string, name: string, bytes: number): Promise<Unpacked> {
  const ending = endingOf(name)
  const target = `${path}.unpacked`
  try {
    if (ending === 'gz') {
      await write(createReadStream(path).pipe(createGunzip()), target, bytes)
      return { path: target, ending: endingOf(name.slice(0, -'.gz'.length)), names: namesInGzip(path) }
    }
    if (ending !== 'zip') return { path, ending, names: [] }
    const { file, names } = await unzip(path, target)
    return { path: target, ending: endingOf(file), names }
  } catch (error) {
    throw refusalFor(error, name)
  }
}

/** The last ending of a name, in lower case, without its dot. */
export function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** @throws {@link Refusal} `ARCHIVE_BOMB` when the contents of a workbook, which is a zip, are out of proportion */
export async function requireModestZip(path: string, name: string): Promise<void> {
  try {
    const { entries, zip } = await entriesOf(path)
    zip.close()
    const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
    const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0)
    requireModest(unpacked, packed)
  } catch (error) {
    throw refusalFor(error, name)
  }
}

/** The texts of those files of a zip whose names fit. */
export async function textsOfZip(path: string, names: RegExp): Promise<ReadonlyMap<string, string>> {
  const { entries, zip } = await entriesOf(path)
  try {
    const texts = new Map<string, string>()
    for (const entry of entries.filter(({ fileName }) => names.test(fileName)))
      texts.set(entry.fileName.replace(/^\//, ''), await textOf(await openEntry(zip, entry)))
    return texts
  } finally {
    zip.close()
  }
}

/** Writes the only file of a zip to `target`; returns its name, and whatever names the zip holds. */
async function unzip(path: string, target: string): Promise<{ file: string; names: readonly string[] }> {
  const { entries, zip } = await entriesOf(path)
  try {
    const isExtract = ({ fileName }: Entry) => !fileName.endsWith('/') && !fileName.split('/').some(isSystemFile)
    const [entry, ...more] = entries.filter(isExtract)
    if (entry === undefined || more.length > 0) {
      throw new Refusal(
        'ZIP_CONTENT',
        'A zip contains exactly one extract. Send several files one by one or in a folder.',
      )
    }
    await write(await openEntry(zip, entry), target, entry.compressedSize)
    const named = entries.flatMap(({ fileName, fileComment }) => [fileName, fileComment])
    return { file: entry.fileName, names: [...named, zip.comment].filter((name) => name !== '') }
  } finally {
    zip.close()
  }
}

async function entriesOf(path: string): Promise<{ entries: Entry[]; zip: ZipFile }> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true })
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry)
  } catch (error) {
    zip.close()
    throw error
  }
  return { entries, zip }
}

/** @throws {@link Refusal} `PASSWORD_PROTECTED` */
export function passwordProtected(file?: string): Refusal {
  const advice = 'The file is protected by a password, so it cannot be read. Take the password off and send it again.'
  return new Refusal('PASSWORD_PROTECTED', advice, file === undefined ? {} : { file })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.isEncrypted()) throw passwordProtected()
  return zip.openReadStreamPromise(entry)
}

async function write(source: Readable, target: string, packed: number): Promise<void> {
  await pipeline(source, proportionate(packed), createWriteStream(target, { mode: 0o600 }))
}

function proportionate(packed: number): Transform {
  let bytes = 0
  return tap((chunk) => {
    bytes += chunk.length
    requireModest(bytes, packed)
  })
}

function requireModest(bytes: number, packed: number): void {
  if (bytes > limits.bytes) throw new Refusal('TOO_LARGE', 'The file unpacks to more than 64 GiB. Send it in parts.')
  if (bytes > limits.unsuspicious && bytes > packed * limits.ratio) {
    const advice = `The file unpacks to more than ${limits.ratio} times its size, as no extract does. Send it unpacked.`
    throw new Refusal('ARCHIVE_BOMB', advice)
  }
}

const advice: Readonly<Record<string, readonly [string, string]>> = {
  Z_BUF_ERROR: ['TRUNCATED_GZIP', 'The gzip file ends too early: the transfer was cut off. Send it again.'],
  Z_DATA_ERROR: ['NOT_GZIP', 'The file ends in .gz but its content is not sound gzip. Pack and send it again.'],
}

function refusalFor(error: unknown, file: string): unknown {
  if (error instanceof Refusal) return new Refusal(error.code, error.message, { ...error.place, file })
  const code = systemErrorCode(error)
  const known = advice[code ?? '']
  if (known !== undefined) return new Refusal(known[0], known[1], { file }, { cause: error })
  if (code !== undefined && code !== 'ERR_OUT_OF_RANGE') return error
  const message = error instanceof Error ? error.message : ''
  if (/relative path|absolute path|invalid characters in fileName/.test(message)) {
    const leaves = 'The zip names a file outside its own folder. It is not imported; pack it again.'
    return new Refusal('PATH_LEAVES_FOLDER', leaves, { file }, { cause: error })
  }
  return new Refusal(
    'NOT_ZIP',
    'The file is not a sound zip archive. Pack and send it again.',
    { file },
    { cause: error },
  )
}
