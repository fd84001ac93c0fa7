import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isWholeZip, packZip, unpackZip } from './index.ts'

const text = (of: string) => new TextEncoder().encode(of)
const parts = new Map([
  ['a.csv', text('year,n\n2024,3\n'.repeat(20))],
  ['б.png', text('not packed')],
])
const sound = packZip(parts)
const directory = sound.readUInt32LE(sound.length - 6)
const nameLength = 'a.csv'.length
const [start, packed] = [30 + nameLength, sound.readUInt32LE(18)]

/** The archive with other bytes for its first file, of which the directory tells the size of before. */
function withStream(stream: Buffer, crc: number): Buffer {
  const change = stream.length - packed
  const forged = Buffer.concat([sound.subarray(0, start), stream, sound.subarray(start + packed)])
  const entry = directory + change
  for (const [at, value] of [
    [14, crc],
    [18, stream.length],
    [entry + 16, crc],
    [entry + 20, stream.length],
    [forged.length - 6, entry],
    [entry + 46 + nameLength + 42, directory > start + packed ? start + stream.length : 0],
  ] as const)
    forged.writeUInt32LE(value, at)
  return forged
}

describe('an archive', () => {
  it('is whole as it was packed, empty files and names of any script included', () => {
    expect(isWholeZip(sound)).toBe(true)
    expect(isWholeZip(packZip(new Map([['empty', new Uint8Array()]])))).toBe(true)
  })

  it('is not whole with bytes before, between or behind its files, or with a comment', () => {
    const commented = Buffer.from(Buffer.concat([sound, Buffer.from('hi')]))
    commented.writeUInt16LE(2, sound.length - 2)
    for (const other of [Buffer.concat([sound, Buffer.from('x')]), Buffer.concat([Buffer.from('x'), sound]), commented])
      expect(isWholeZip(other)).toBe(false)
  })

  it('is not whole where more is packed than its directory tells, which some programs unpack', () => {
    const longer = Buffer.concat([parts.get('a.csv') ?? Buffer.of(), Buffer.from('2099,forged\n')])
    const forged = withStream(deflateRawSync(longer), crc32(longer))
    expect(Buffer.from(unpackZip(forged).get('a.csv') ?? [])).toEqual(Buffer.from(parts.get('a.csv') ?? []))
    expect(isWholeZip(forged)).toBe(false)
  })

  it('is not whole with one byte changed, wherever it is', () => {
    const changed = Array.from(sound.keys(), (at) => {
      const other = Buffer.from(sound)
      other[at] = (other[at] ?? 0) ^ 1
      return isWholeZip(other) ? at : undefined
    }).filter((at) => at !== undefined)
    // Versions, times and attributes, which no content depends on.
    const free = changed.every((at) =>
      at < directory ? [4, 5, 10, 11, 12, 13].includes(at) || at >= start + packed : true,
    )
    expect(free).toBe(true)
  })

  it('is none of nothing and of other files', () => {
    for (const other of ['', 'PK', 'PK\u0005\u0006', '%PDF-1.7']) expect(isWholeZip(Buffer.from(other))).toBe(false)
  })
})
