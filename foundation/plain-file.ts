import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from 'node:fs'
import { dirname, sep } from 'node:path'
import { Refusal, systemErrorCode } from './refusal/refusal.ts'

/** A regular file that is held open: what is read is what was looked at, whatever happens to its name. */
export interface OpenFile {
  readonly handle: number
  readonly stats: Stats
  close(): void
}

/**
 * Opens a regular file by its handle. Links are not followed, and nothing waits for a pipe or a device.
 *
 * @param folder - in which the file has to lie when it is open, however folders on the way were exchanged meanwhile
 * @throws {@link Refusal} `NOT_A_PLAIN_FILE`; other errors of the system pass
 */
export function openPlainFile(path: string, folder = dirname(path)): OpenFile {
  if (!lstatSync(path).isFile()) throw notPlain(path)
  const handle = openUnfollowed(path)
  const stats = fstatSync(handle)
  if (stats.isFile() && placeOf(handle, path).startsWith(realpathSync(folder) + sep))
    return { handle, stats, close: () => closeSync(handle) }
  closeSync(handle)
  throw notPlain(path)
}

/** Says that something in a folder is no regular file. */
export function notPlain(file: string, cause?: unknown): Refusal {
  const advice = 'This is a folder, a link, a pipe or a device, not a file. Put the file itself into the folder.'
  return new Refusal('NOT_A_PLAIN_FILE', advice, { file }, { cause })
}

function openUnfollowed(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw ['ELOOP', 'ENXIO'].includes(systemErrorCode(error) ?? '') ? notPlain(path, error) : error
  }
}

const openFiles = '/proc/self/fd'

/** Linux says where an open file lies; elsewhere its name is asked once more. */
function placeOf(handle: number, path: string): string {
  return existsSync(openFiles) ? readlinkSync(`${openFiles}/${handle}`) : realpathSync(path)
}
