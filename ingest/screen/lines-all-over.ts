import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** So many parts of a file are looked at, and so many bytes of each. */
const [parts, partBytes] = [16, 16 * 1024]

/** Whole lines of parts of a file that lie evenly. */
export interface LinesAllOver {
  readonly lines: readonly string[]
  /** The parts do not overlap: their lines stand for those of the file. */
  readonly isSample: boolean
}

/** Reads lines from all over a file, 256 kB at most. */
export function linesAllOver(path: string): LinesAllOver {
  const { size } = statSync(path)
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(partBytes)
    const lines = Array.from({ length: parts }, (_, part) => {
      const read = readSync(handle, bytes, 0, partBytes, Math.floor((size / parts) * part))
      return bytes.toString('utf8', 0, read).split('\n').slice(1, -1)
    }).flat()
    return { lines, isSample: size >= parts * partBytes }
  } finally {
    closeSync(handle)
  }
}
