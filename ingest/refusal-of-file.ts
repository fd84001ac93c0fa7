import { Refusal, systemErrorCode } from '#foundation'

/**
 * Whatever stops one file is the refusal of that file, in words without a statement and without a cell. Errors of the
 * disk stop the run and pass.
 */
export function asRefusalOfFile(error: unknown, file: string): unknown {
  if (error instanceof Refusal) {
    if (error.place.file !== undefined) return error
    return new Refusal(error.code, error.message, { ...error.place, file }, { cause: error })
  }
  if (isOfDisk(error)) return error
  if (error instanceof Error && /^Out of Memory/i.test(error.message)) {
    const advice =
      'The file needs more memory than the engine may use. Raise TARAZA_DUCKDB_MEMORY_LIMIT, or send it in parts.'
    return new Refusal('OUT_OF_MEMORY', advice, { file })
  }
  const advice =
    'The content of the file cannot be read: it is damaged, or written in a way that no reader expects. Export it again, as plain as possible.'
  return new Refusal('UNREADABLE_CONTENT', advice, { file }, isOfEngine(error) ? undefined : { cause: error })
}

/** The engine repeats statements and lines in its errors, which must not get into a log. */
function isOfEngine(error: unknown): boolean {
  return error instanceof Error && error.name === 'Error' && systemErrorCode(error) === undefined
}

/** System errors have names such as ENOSPC; errors of decoders are called ERR_SOMETHING. */
function isOfDisk(error: unknown): boolean {
  const message = error instanceof Error ? error.message : ''
  return (
    /^E[A-Z0-9]+$/.test(systemErrorCode(error) ?? '') ||
    /No space left on device|not enough space|write all data|could not write|Permission denied|Read-only file/i.test(
      message,
    )
  )
}
