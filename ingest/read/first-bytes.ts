import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The beginning of a file, at most `count` bytes. A night reads thousands of small files: no more memory is taken than one has. */
export function firstBytes(path: string, count: number): Buffer {
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(Math.min(count, fstatSync(handle).size))
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(handle)
  }
}

/** Pieces in which a file is read: small ones cost more than the reading, and large ones are cleared away late. */
export function piecesOf(bytes: number): { readonly highWaterMark: number } {
  return { highWaterMark: Math.max(1, Math.min(bytes, 2 ** 20)) }
}
