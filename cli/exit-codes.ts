import { Refusal } from '#foundation'
import { exitCodes } from './output.ts'

/** Refusals that say no by themselves only for a while: the same command may succeed later. */
const tryAgain = new Set(['ANOTHER_RUN', 'BUSY', 'DISK_FULL', 'ENGINE_DOWN', 'HOME_CHANGED', 'MEMORY_FULL'])

/** Refusals of the words of the command line. */
const usage = new Set([
  ...['BAD_PARAMETER', 'BAD_PERIOD', 'BAD_SCHEDULE', 'JURISDICTION_NEEDED', 'UNKNOWN_LIMIT'],
  ...['UNKNOWN_DATASET', 'UNKNOWN_MEASURE', 'UNKNOWN_DIMENSION', 'UNKNOWN_CODE'],
  ...['UNKNOWN_SORT_COLUMN', 'REPEATED_NAME', 'NOT_ALLOWED_TOGETHER', 'MEASURE_NOT_AVAILABLE', 'PURPOSE_NEEDED'],
])

/** The exit code of a command that ended by an error. Whatever is not in the tables needs somebody. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof Refusal)) return exitCodes.refused
  if (tryAgain.has(error.code)) return exitCodes.tryAgain
  return usage.has(error.code) ? exitCodes.usage : exitCodes.refused
}

/** What the help says of exit codes. */
export const exitCodesHelp = `
Exit codes:
  0   done
  1   call somebody: refused, blocked, failed
  2   wrong usage
  3   "check": a part of the files would be quarantined
  75  try again later: another run is at work, the disk or the memory is full,
      an engine or a receiver of messages does not answer
`
