import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { Refusal, systemErrorCode } from '#foundation'
import { asDiskRefusal } from '../disk-refusal.ts'

/** A copy inside of what is copied would copy itself. @throws {@link Refusal} `NOT_APART` */
export function requireApart(one: string, other: string): void {
  const [inner, outer] = [realPlace(resolve(one)), realPlace(resolve(other))]
  if (relative(outer, inner).startsWith('..') && relative(inner, outer).startsWith('..')) return
  const advice =
    'The home and its backup lie one within the other. Choose a folder outside, on another disk if there is one.'
  throw new Refusal('NOT_APART', advice, { file: resolve(one) })
}

/** Links resolved as far as the path is there. */
function realPlace(path: string): string {
  return existsSync(path) || path === dirname(path)
    ? realpathSync(path)
    : join(realPlace(dirname(path)), basename(path))
}

/**
 * A server that still has files of a home open, be they deleted by now, would serve a mixture. Found on Linux, among the processes
 * that this user may look at.
 *
 * @throws {@link Refusal} `HOME_IN_USE`
 */
export function requireUnused(home: string): void {
  if (!existsSync('/proc/self/fd') || !existsSync(home)) return
  const inside = realpathSync(home) + sep
  const isUser = (id: string) => openFilesOf(id).some((file) => file.startsWith(inside))
  const user = readdirSync('/proc').find((id) => /^\d+$/.test(id) && Number(id) !== process.pid && isUser(id))
  if (user === undefined) return
  const advice = `The process ${user} has files of this home open. Stop the server, or whatever it is, and try again.`
  throw new Refusal('HOME_IN_USE', advice, { file: home })
}

function openFilesOf(processId: string): readonly string[] {
  const folder = `/proc/${processId}/fd`
  return quietly(() => readdirSync(folder), []).map((name) => quietly(() => readlinkSync(join(folder, name)), ''))
}

function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/** Errors of the disk at a backup or a restore, in words that help. */
export function asCopyRefusal(error: unknown, folder: string, copy: 'backup' | 'home'): unknown {
  if (systemErrorCode(error) === 'EFBIG') {
    const advice = 'A file is larger than this file system allows. Choose a disk with another one, such as ext4.'
    return new Refusal('FILE_TOO_LARGE', advice, { file: folder }, { cause: error })
  }
  if (copy === 'backup' && error instanceof Refusal && error.code === 'ANOTHER_RUN') {
    const advice = 'Another backup is being written into this folder. Wait until it has ended; nothing was changed.'
    return new Refusal('ANOTHER_RUN', advice, { file: folder }, { cause: error })
  }
  const refusal = asDiskRefusal(error, folder)
  if (refusal === error || !(refusal instanceof Refusal)) return error
  const [code, advice] =
    refusal.code === 'DISK_FULL'
      ? ['DISK_FULL', `The disk is full. Nothing remains of this ${copy}. Make room and try again.`]
      : [`${copy.toUpperCase()}_NOT_WRITABLE`, advices[copy]]
  return new Refusal(code, advice, { file: folder }, { cause: error })
}

const advices = {
  backup:
    'The folder for backups cannot be written. Check its owner, and whether its disk is mounted and writable. Earlier backups are whole.',
  home: 'The data folder cannot be written. Check its owner and its permissions, and run as the user of the service.',
}
