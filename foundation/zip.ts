import { unzipSync, type Zippable, zipSync } from 'fflate'

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

/** @param mostBytes - that it may unpack to, by its own account. @throws Error for what is no archive, or too large */
export function unpackZip(bytes: Uint8Array, mostBytes = Number.POSITIVE_INFINITY): ZipParts {
  let sum = 0
  const filter = ({ originalSize }: { originalSize: number }) => {
    sum += originalSize
    if (sum > mostBytes) throw new RangeError('the archive unpacks to too much')
    return true
  }
  return new Map(Object.entries(unzipSync(bytes, { filter })).filter(([name]) => !name.endsWith('/')))
}
