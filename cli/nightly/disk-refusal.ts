import { Refusal, systemErrorCode } from '#foundation'

/** Errors of the disk and of permissions, whether they come from the system or from the engine, in words that help. */
export function asDiskRefusal(error: unknown, home: string): unknown {
  if (error instanceof Refusal) return error
  const code = systemErrorCode(error)
  const message = error instanceof Error ? error.message : ''
  const refusal = (named: string, advice: string) => new Refusal(named, advice, { file: home }, { cause: error })
  if (
    ['ENOSPC', 'EDQUOT'].includes(code ?? '') ||
    /No space left on device|not enough space|write all data|could not write/i.test(message)
  )
    return refusal('DISK_FULL', 'The disk is full. Nothing was published; make room and run again.')
  if (['EACCES', 'EPERM', 'EROFS'].includes(code ?? '') || /Permission denied|Read-only file system/i.test(message))
    return refusal('HOME_NOT_WRITABLE', 'The data folder cannot be written. Check its owner and its permissions.')
  if (/Could not read enough bytes|not a valid DuckDB database|Corrupt database|checksum/i.test(message)) {
    const advice =
      'The facts of the generation that is served are damaged. Restore the home from the backup, or serve an earlier one: "taraza generations rollback ID". Nothing was changed.'
    return refusal('GENERATION_BROKEN', advice)
  }
  return error
}
