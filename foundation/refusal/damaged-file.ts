import { Refusal, systemErrorCode } from './refusal.ts'

/** What the engine says of a file that is not whole. */
const ofEngine =
  /Could not read enough bytes|not a valid DuckDB database|Corrupt database|checksum|No magic bytes|too small to be a Parquet/i
const named = /["']([^"']+\.(?:duckdb|parquet))["']/

/** A file of a home that is not what was written. @param cause - what found it out */
export function damagedFile(file: string, cause?: unknown): Refusal {
  return new Refusal('STATE_BROKEN', 'This file is damaged. Restore it from the backup.', { file }, { cause })
}

/**
 * The refusal for an error of the system or of the engine that says: there is a folder in the place of a file, or a file
 * that is damaged. `undefined` for every other error.
 */
export function damageBehind(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return undefined
  const message = error instanceof Error ? error.message : ''
  const code = systemErrorCode(error) ?? ''
  if (['EISDIR', 'ENOTDIR'].includes(code) || /Is a directory/i.test(message)) return wrongKind(error, message)
  if (!ofEngine.test(message)) return undefined
  return damagedFile(named.exec(message)?.[1] ?? 'facts.duckdb', error)
}

function wrongKind(error: unknown, message: string): Refusal {
  const { path = named.exec(message)?.[1] } = error as { readonly path?: unknown }
  const advice =
    'There is a folder where a file should be, or a file instead of a folder. Restore it, or choose another place.'
  return new Refusal('WRONG_KIND_OF_FILE', advice, typeof path === 'string' ? { file: path } : {}, { cause: error })
}
