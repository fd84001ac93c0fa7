import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { flush, makePrivate, Refusal, renameDurably } from '#foundation'
import {
  currentGeneration,
  currentRelease,
  disclosureSecret,
  homeJurisdiction,
  listGenerations,
  pseudonymSecret,
  requireWholeRelease,
} from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { asDiskRefusal } from '../nightly/disk-refusal.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** What a backup leaves out: work that nobody sees, and the lock. */
const leftOut = ['work', 'unfinished', 'sample', 'writer.lock', 'incoming']

/**
 * `taraza backup`: copies a home as it is between two runs. It holds the secrets: whoever has it can read everything, so it
 * belongs where the home belongs.
 *
 * @throws {@link Refusal} `NOT_EMPTY`, `NOT_APART`, `NO_DATA`, `ANOTHER_RUN`
 */
export async function backupCommand(
  folder: string,
  { TARAZA_HOME }: Configuration,
  terminal: Terminal,
): Promise<number> {
  if (homeJurisdiction(TARAZA_HOME) === undefined) throw new Refusal('NO_DATA', 'There is nothing to back up yet.')
  requireApart(folder, TARAZA_HOME)
  requireEmpty(folder)
  const giveBack = await takeWriterLock(TARAZA_HOME)
  try {
    copyHome(TARAZA_HOME, folder)
  } finally {
    giveBack()
  }
  terminal.out(`Backed up to ${folder}. It holds the secrets of this home: keep it as safe.\n`)
  return exitCodes.done
}

/**
 * `taraza restore`: makes a new home out of a backup, after checking it.
 *
 * @throws {@link Refusal} `NOT_EMPTY`, `NOT_A_BACKUP`, `RELEASE_BROKEN`, `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`
 */
export function restoreCommand(folder: string, { TARAZA_HOME }: Configuration, terminal: Terminal): number {
  if (homeJurisdiction(folder) === undefined)
    throw new Refusal('NOT_A_BACKUP', 'This folder holds no backup: there is no home.json in it.', { file: folder })
  requireApart(TARAZA_HOME, folder)
  requireEmpty(TARAZA_HOME)
  if (listGenerations(folder).length > 0) pseudonymSecret(folder)
  const release = currentRelease(folder)
  if (release !== undefined) disclosureSecret(folder)
  if (release !== undefined) requireWholeRelease(folder, release)
  copyHome(folder, TARAZA_HOME)
  mkdirSync(join(TARAZA_HOME, 'incoming'), { recursive: true, mode: 0o700 })
  const generation = currentGeneration(TARAZA_HOME)?.id ?? 'none'
  terminal.out(`Restored. Release: ${release?.id ?? 'none'}, generation: ${generation}.\n`)
  return exitCodes.done
}

/** A copy inside of what is copied would copy itself. */
function requireApart(one: string, other: string): void {
  const [inner, outer] = [resolve(one), resolve(other)]
  if (relative(outer, inner).startsWith('..') && relative(inner, outer).startsWith('..')) return
  const advice =
    'The home and its backup lie one within the other. Choose a folder outside, on another disk if there is one.'
  throw new Refusal('NOT_APART', advice, { file: inner })
}

function requireEmpty(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats === undefined || (stats.isDirectory() && readdirSync(folder).length === 0)) return
  throw new Refusal('NOT_EMPTY', 'Choose a new or an empty folder: nothing is overwritten.', { file: folder })
}

/** The copy gets its name when it is whole, and is for its owner alone whatever was copied. */
function copyHome(from: string, target: string): void {
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
