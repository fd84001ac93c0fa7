import { closeSync, existsSync, linkSync, lstatSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Engine, privateUmask, Refusal, systemErrorCode } from '#foundation'

/** What file systems say that have no hard links. */
const withoutLinks = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']

const lockedHomes = new Set<string>()

/**
 * Takes the lock of a home: one writer at a time, whose files nobody else may read. It is the operating system's lock on a small database file, so it goes
 * away with its process, however that ends. The system does not protect a process against itself; the set does.
 *
 * @returns gives the lock back
 * @throws {@link Refusal} `ANOTHER_RUN` when a nightly run or a release is at work
 */
export async function takeWriterLock(home: string): Promise<() => void> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'writer.lock')
  if (lockedHomes.has(path)) throw anotherRun(home)
  requirePlainLock(path)
  lockedHomes.add(path)
  const umask = process.umask(privateUmask)
  const giveUp = () => {
    process.umask(umask)
    lockedHomes.delete(path)
  }
  try {
    await makeLockFile(home, path)
    const engine = await Engine.open({ path, threads: 1 })
    return () => {
      engine.close()
      giveUp()
    }
  } catch (error) {
    giveUp()
    const locked = error instanceof Error && /Could not set lock/i.test(error.message)
    throw locked ? anotherRun(home, error) : brokenLock(path, error)
  }
}

/** The file appears whole: another process that opened a half-written one would take it for damaged. */
async function makeLockFile(home: string, path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })) return
  const draft = join(home, `.writer.lock.${process.pid}`)
  rmSync(draft, { force: true })
  const engine = await Engine.open({ path: draft, threads: 1 })
  engine.close()
  try {
    linkSync(draft, path)
  } catch (error) {
    const code = systemErrorCode(error) ?? ''
    // On a disk for exchange, which has no hard links, two first backups at the same moment are not found out.
    if (withoutLinks.includes(code)) renameSync(draft, path)
    else if (code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Whether a run could take the lock, also while another one has it. Nothing is taken and nothing is made. @throws {@link Refusal} `STATE_BROKEN` */
export function requireSoundLock(home: string): void {
  const path = join(home, 'writer.lock')
  requirePlainLock(path)
  if (!existsSync(path)) return
  const [handle, start] = [openSync(path, 'r'), Buffer.alloc(markOfEngine.at + markOfEngine.is.length)]
  readSync(handle, start)
  closeSync(handle)
  if (start.toString('latin1', markOfEngine.at) !== markOfEngine.is) throw damagedLock(path)
}

/** How each file of the engine begins, after a checksum. */
const markOfEngine = { at: 8, is: 'DUCK' }

/** The file holds nothing: what lies in its place was not made by a run. */
function requirePlainLock(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined || stats.isFile()) return
  throw new Refusal('STATE_BROKEN', 'This is not a file of the program. Remove it; nothing is lost.', { file: path })
}

function brokenLock(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !/not a valid DuckDB database/i.test(cause.message)) return cause
  return damagedLock(file, cause)
}

function damagedLock(file: string, cause?: unknown): Refusal {
  return new Refusal('STATE_BROKEN', 'This file was damaged. Remove it; nothing is lost.', { file }, { cause })
}

function anotherRun(home: string, cause?: unknown): Refusal {
  const advice = 'Another run is at work on this home. Wait until it has ended; nothing was changed.'
  return new Refusal('ANOTHER_RUN', advice, { file: home }, { cause })
}
