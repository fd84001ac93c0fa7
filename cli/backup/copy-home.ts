import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { flush, makePrivate, Refusal, renameDurably } from '#foundation'
import { asDiskRefusal } from '../nightly/disk-refusal.ts'

/** What a backup leaves out: work that nobody sees, and the lock. */
const leftOut = ['work', 'unfinished', 'sample', 'writer.lock', 'incoming']

/** A copy inside of what is copied would copy itself. @throws {@link Refusal} `NOT_APART` */
export function requireApart(one: string, other: string): void {
  const [inner, outer] = [resolve(one), resolve(other)]
  if (relative(outer, inner).startsWith('..') && relative(inner, outer).startsWith('..')) return
  const advice =
    'The home and its backup lie one within the other. Choose a folder outside, on another disk if there is one.'
  throw new Refusal('NOT_APART', advice, { file: inner })
}

/** @throws {@link Refusal} `NOT_EMPTY` */
export function requireEmpty(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats === undefined || (stats.isDirectory() && readdirSync(folder).length === 0)) return
  throw new Refusal('NOT_EMPTY', 'Choose a new or an empty folder: nothing is overwritten.', { file: folder })
}

/** The copy gets its name when it is whole, and is for its owner alone whatever was copied. */
export function copyHome(from: string, target: string): void {
  const to = resolve(target)
  const draft = `${to}.${process.pid}.new`
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(from).filter((name) => !leftOut.includes(name)))
      cpSync(join(from, name), join(draft, name), { recursive: true, preserveTimestamps: true })
    makePrivate(draft)
    flush(draft)
    rmSync(to, { recursive: true, force: true })
    renameDurably(draft, to)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw asDiskRefusal(error, to)
  }
}
