import { Refusal, systemErrorCode } from '#foundation'

/** Errors of the disk and of permissions, whether they come from the system or from the engine, in words that help. */
export function asDiskRefusal(error: unknown, home: string): unknown {
  if (error instanceof Refusal) return error
  const code = systemErrorCode(error)
  const message = error instanceof Error ? error.message : ''
  if (code === 'ENOSPC' || /No space left on device|not enough space|write all data|could not write/i.test(message)) {
    const advice = 'The disk is full. Nothing was published; make room and run again.'
    return new Refusal('DISK_FULL', advice, { file: home }, { cause: error })
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code ?? '') || /Permission denied|Read-only file system/i.test(message)) {
    const advice = 'The data folder cannot be written. Check its owner and its permissions.'
    return new Refusal('HOME_NOT_WRITABLE', advice, { file: home }, { cause: error })
  }
  if (/Could not read enough bytes|not a valid DuckDB database|Corrupt database|checksum/i.test(message)) {
    const advice =
      'The facts of the generation that is served are damaged. Restore the home from the backup, or serve an earlier one: "taraza generations rollback ID". Nothing was changed.'
    return new Refusal('GENERATION_BROKEN', advice, { file: home }, { cause: error })
  }
  return error
}
