import { crc32, inflateRawSync } from 'node:zlib'

/** What the central directory says of a file, and where its local header begins. */
interface Entry {
  readonly name: string
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

const [endLength, entryLength, headerLength] = [22, 46, 30]
const [endMark, entryMark, headerMark] = [0x06054b50, 0x02014b50, 0x04034b50]
const [stored, deflated] = [0, 8]
/** Of the flags only the one for names in UTF-8. */
const utf8 = 0x800

/**
 * Whether an archive has its files one after the other, each as its headers say, and nothing else: no bytes before, between and behind
 * them, no comment, and no second content that another program would read.
 *
 * @see APPNOTE.TXT, .ZIP File Format Specification, section 4.3
 */
export function isWholeZip(bytes: Buffer): boolean {
  try {
    const entries = entriesOf(bytes)
    const end = entries.reduce((at, entry) => endOfFile(bytes, at, entry), 0)
    return end === bytes.readUInt32LE(bytes.length - 6)
  } catch {
    return false
  }
}

/** @throws RangeError or Error for what is no plain archive */
function entriesOf(bytes: Buffer): readonly Entry[] {
  const end = bytes.length - endLength
  const [count, length, start] = [
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ]
  const isPlain =
    bytes.readUInt32LE(end) === endMark && bytes.readUInt16LE(end + 20) === 0 && bytes.readUInt32LE(end + 4) === 0
  if (!isPlain || start + length !== end || bytes.readUInt16LE(end + 8) !== count) throw new Error('no plain end')
  const entries: Entry[] = []
  let at = start
  while (at < end) {
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ]
    if (bytes.readUInt32LE(at) !== entryMark || extra + comment > 0) throw new Error('no plain entry')
    entries.push({
      name: bytes.toString('latin1', at + entryLength, at + entryLength + nameLength),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    })
    at += entryLength + nameLength
  }
  if (entries.length !== count || at !== end) throw new Error('other entries than counted')
  return entries
}

/** Where a file ends that begins at a place. @throws Error where its header or content is other than its entry says */
function endOfFile(bytes: Buffer, at: number, entry: Entry): number {
  const { name, method, flags, crc, packed, size } = entry
  const start = at + headerLength + name.length
  const pairs = [
    [bytes.readUInt32LE(at), headerMark],
    [entry.at, at],
    [bytes.readUInt16LE(at + 6), flags],
    [flags & ~utf8, 0],
    [bytes.readUInt16LE(at + 8), method],
    [bytes.readUInt32LE(at + 14), crc],
    [bytes.readUInt32LE(at + 18), packed],
    [bytes.readUInt32LE(at + 22), size],
    [bytes.readUInt16LE(at + 26), name.length],
    [bytes.readUInt16LE(at + 28), 0],
  ] as const
  const isSame =
    pairs.every(([one, other]) => one === other) && bytes.toString('latin1', at + headerLength, start) === name
  if (!isSame || name.endsWith('/')) throw new Error('another header than the directory tells')
  const content = contentOf(bytes.subarray(start, start + packed), method, size)
  if (content.length !== size || crc32(content) !== crc) throw new Error('another content than the directory tells')
  return start + packed
}

/** @throws Error for more or less than one whole stream of the size */
function contentOf(packed: Buffer, method: number, size: number): Buffer {
  if (method === stored) return packed
  if (method !== deflated) throw new Error('packed in another way')
  const { buffer, engine } = inflateRawSync(packed, {
    info: true,
    maxOutputLength: Math.max(1, size),
  }) as unknown as Inflated
  if (engine.bytesWritten !== packed.length) throw new Error('bytes behind the stream')
  return buffer
}

/** What Node gives with `info`, which its types do not know. */
interface Inflated {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}
