import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const compress = promisify(deflate)
const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const [bytesPerPixel, bitsPerPart, redGreenBlueAlpha] = [4, 8, 6]
/** Most effort makes a chart a third smaller and takes ten times as long. */
const effort = 3

export interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha for each pixel, row by row. */
  readonly pixels: Uint8Array
}

/**
 * Writes pixels as PNG. The work is done beside the event loop, which a renderer's own writer would hold up for longer than a page.
 * @see PNG, third edition
 */
export async function encodePng({ width, height, pixels }: Pixels): Promise<Buffer> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([bitsPerPart, redGreenBlueAlpha], 8)
  const lines = await compress(unfiltered(pixels, width * bytesPerPixel), { level: effort })
  return Buffer.concat([signature, pngChunk('IHDR', head), pngChunk('IDAT', lines), pngChunk('IEND', Buffer.alloc(0))])
}

/** A part of a PNG: its length, name, bytes and check sum. */
export function pngChunk(name: string, bytes: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), bytes])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(bytes.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Each row begins with the name of its filter, here none. */
function unfiltered(pixels: Uint8Array, row: number): Uint8Array {
  const rows = pixels.length / row
  const lines = new Uint8Array(pixels.length + rows)
  for (let at = 0; at < rows; at++) lines.set(pixels.subarray(at * row, (at + 1) * row), at * (row + 1) + 1)
  return lines
}
