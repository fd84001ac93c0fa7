import { statSync } from 'node:fs'
import { Refusal, systemErrorCode } from './refusal.ts'

/** What the engine says of a file that is not whole. */
const ofEngine =
  /Could not read enough bytes|not a valid DuckDB database|Corrupt database|checksum|No magic bytes|too small to be a Parquet|TProtocolException|Thrift|Snappy|ZSTD|decompress/i
/** What it says of a folder in the place of a file. */
const noFile = /Is a directory|No files found that match/i
/** Of a folder in the place of a file, a file in that of a folder, or links in a circle. */
const ofPlace = ['EISDIR', 'ENOTDIR', 'ELOOP']
/** Longer than any file that is read at once. */
const tooLarge = ['ERR_FS_FILE_TOO_LARGE', 'ERR_STRING_TOO_LONG']
const named = /["']([^"']+\.(?:duckdb|parquet))["']/

/** A file of a home that is not what was written. @param cause - what found it out */
export function damagedFile(file: string | undefined, cause?: unknown): Refusal {
  const advice = 'This file is damaged. Restore it from the backup.'
  return new Refusal('STATE_BROKEN', advice, file === undefined ? {} : { file }, { cause })
}

/**
 * The refusal for an error of the system or of the engine that says: there is a folder in the place of a file, or a file
 * that is damaged. `undefined` for every other error.
 *
 * @param read - the file that was being read, where the error may not name it
 */
export function damageBehind(error: unknown, read?: string): Refusal | undefined {
  if (error instanceof Refusal) return undefined
  const message = error instanceof Error ? error.message : ''
  const file = named.exec(message)?.[1] ?? read
  const code = systemErrorCode(error) ?? ''
  if (ofPlace.includes(code) || noFile.test(message)) return wrongKind(error, file)
  if (tooLarge.includes(code)) return damagedFile(file, error)
  return ofEngine.test(message) ? damagedFile(file, error) : undefined
}

function wrongKind(error: unknown, read: string | undefined): Refusal {
  const { path = read } = (error ?? {}) as { readonly path?: unknown }
  const advice =
    'There is a folder where a file should be, or a file instead of a folder. Restore it, or choose another place.'
  return new Refusal('WRONG_KIND_OF_FILE', advice, typeof path === 'string' ? { file: path } : {}, { cause: error })
}

/**
 * Opening a pipe waits for whoever writes into it, for ever.
 *
 * @throws {@link Refusal} `WRONG_KIND_OF_FILE` for what is there and is no file
 */
export function requirePlainFile(path: string): void {
  if (isOtherThanFile(path)) throw wrongKind(undefined, path)
}

/** What cannot be looked at is told by whoever reads it. */
function isOtherThanFile(path: string): boolean {
  try {
    return !statSync(path).isFile()
  } catch {
    return false
  }
}
