import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import type { Trail } from './trail.ts'

/**
 * Works in a folder that nobody else may write to meanwhile. Nothing that the trail knows remains when the work fails, nor a lock
 * that was not there before.
 *
 * @throws {@link Refusal} `ANOTHER_RUN`, and whatever the work throws
 */
export async function inLockedFolder<T>(folder: string, trail: Trail, work: () => Promise<T>): Promise<T> {
  let giveBack = () => {}
  try {
    trail.folder(folder)
    const lock = join(folder, 'writer.lock')
    const isNew = !existsSync(lock)
    giveBack = await takeWriterLock(folder)
    if (isNew) trail.file(lock)
    return await work()
  } catch (error) {
    trail.undo()
    throw error
  } finally {
    giveBack()
  }
}
