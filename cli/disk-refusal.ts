import { damageBehind, Refusal, systemErrorCode } from '#foundation'

/**
 * Errors of the disk and of permissions, whether they come from the system or from the engine, in words that help.
 *
 * @param home - the data folder that was being written; without it the file that the system names is told
 */
export function asDiskRefusal(error: unknown, home?: string): unknown {
  if (error instanceof Refusal) return error
  const code = systemErrorCode(error) ?? ''
  const message = error instanceof Error ? error.message : ''
  const file = home ?? pathOf(error)
  const refusal = (named: string, advice: string) =>
    new Refusal(named, advice, file === undefined ? {} : { file }, { cause: error })
  if (
    ['ENOSPC', 'EDQUOT'].includes(code) ||
    /No space left on device|not enough space|write all data|could not write/i.test(message)
  )
    return refusal('DISK_FULL', 'The disk is full. Make room, then run the command again; nothing is lost.')
  if (['EACCES', 'EPERM', 'EROFS'].includes(code) || /Permission denied|Read-only file system/i.test(message))
    return home === undefined
      ? refusal('NOT_PERMITTED', 'The user of this command may not read or write this. Choose another place or user.')
      : refusal('HOME_NOT_WRITABLE', 'The data folder cannot be written. Check its owner and its permissions.')
  if (/^Out of Memory Error/.test(message))
    return new Refusal(
      'MEMORY_FULL',
      'This needs more memory than TARAZA_DUCKDB_MEMORY_LIMIT allows. Raise it, or ask for less.',
      {},
      { cause: error },
    )
  if (code === 'EIO') return refusal('DISK_BROKEN', 'The disk cannot be read or written here. Check the disk.')
  const damage = damageBehind(error)
  const isOfFacts = damage?.code === 'STATE_BROKEN' && (damage.place.file ?? 'facts.duckdb').endsWith('facts.duckdb')
  if (damage === undefined || !isOfFacts) return damage ?? error
  const advice =
    'The facts of the generation that is served are damaged. Restore the home from the backup, or serve an earlier one: "taraza generations rollback ID".'
  return new Refusal('GENERATION_BROKEN', advice, damage.place, { cause: error })
}

function pathOf(error: unknown): string | undefined {
  const { path } = error instanceof Error && 'path' in error ? error : { path: undefined }
  return typeof path === 'string' ? path : undefined
}
