import { type UnzipFileInfo, unzipSync, type Zippable, zipSync } from 'fflate'

/** Files of an archive by their names. */
export type ZipParts = ReadonlyMap<string, Uint8Array>

/** A moment for everything that would else say when it was packed: equal contents are equal bytes. */
const noTime = new Date(1980, 0, 1)
const packedAlready = /\.(png|xlsx|pptx|pdf|gz|parquet)$/

/** Packs files in the order of their names, without times. What is packed already is stored as it is. */
export function packZip(parts: ZipParts): Buffer {
  const sorted = [...parts].sort(([one], [other]) => (one < other ? -1 : 1))
  const entries = sorted.map(([name, bytes]): [string, Zippable[string]] => [
    name,
    [bytes, { mtime: noTime, level: packedAlready.test(name) ? 0 : 6 }],
  ])
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}

/**
 * @param maxBytes - that all files may be together, as they lie in the archive and unpacked
 * @throws RangeError for what is too large; Error for what is no archive, or holds two files of one name
 */
export function unpackZip(bytes: Uint8Array, maxBytes = Number.POSITIVE_INFINITY): ZipParts {
  const names = new Set(['__proto__'])
  let sum = 0
  const filter = ({ name, size, originalSize }: UnzipFileInfo) => {
    // Entries may share their bytes, and a stored one is as large as it lies there, whatever it says of itself.
    if (size > bytes.length) throw new Error('a file of the archive is larger than the archive')
    sum += Math.max(size, originalSize)
    if (sum > maxBytes) throw new RangeError('the archive unpacks to too much')
    if (names.has(name)) throw new Error('the archive has two files of one name')
    names.add(name)
    return true
  }
  return new Map(Object.entries(unzipSync(bytes, { filter })).filter(([name]) => !name.endsWith('/')))
}
