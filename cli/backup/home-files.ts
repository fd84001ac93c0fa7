import { type BigIntStats, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { notPlain } from '#foundation'
import { lastBackupFile, ledgerGapFile, restoringFile } from '#warehouse'
import { readable } from './copy-file.ts'

/** A file of a home, by its path from the home with `/`. Times are milliseconds since 1970. */
export interface HomeFile {
  readonly path: string
  readonly size: number
  readonly modified: number
  /** Changes whenever the file does. Absent while the file is so young that a change could leave it the same. */
  readonly stamp?: string | undefined
}

export interface HomeFolder {
  readonly path: string
  readonly modified: number
}

/** What of a home belongs into a backup, and the paths that should and cannot be in it. */
export interface HomeContent {
  readonly folders: readonly HomeFolder[]
  readonly files: readonly HomeFile[]
  readonly leftOut: readonly string[]
}

/** Work that nobody sees, locks, what is made again, and sessions: who was signed out stays so. */
const notPart = new Set([
  ...['work', 'unfinished', 'sample', 'writer.lock', 'lost+found'],
  ...[lastBackupFile, ledgerGapFile, restoringFile, 'access/sessions'],
])
/** Written by a server at this moment, or left by one that was killed. */
const draftName = /\.\d+\.(?:new|draft)$/

const [settled, arrived] = [2000, 60_000]

/**
 * Lists what of a home belongs into a backup. What lies at the top of the home or among the secrets may be a link, for an operator
 * may have put it on another disk.
 *
 * @throws {@link Refusal} `NOT_A_PLAIN_FILE` for other links, pipes and names that are no text, `UNREADABLE_FILE`. In the incoming
 * folder, which belongs to others, they are left out
 */
export function contentOfHome(home: string): HomeContent {
  const walk = new Walk(home)
  walk.enter('')
  return walk
}

/** One file of a home, or `undefined` where it is not there. @throws {@link Refusal} as {@link contentOfHome} */
export function fileInHome(home: string, path: string): HomeFile | undefined {
  const stats = readable(join(home, path), (full) => statsOf(full, mayBeLink(path)))
  if (stats !== undefined && !stats.isFile()) throw notPlain(join(home, path))
  return stats && describe(path, stats)
}

class Walk implements HomeContent {
  readonly folders: HomeFolder[] = []
  readonly files: HomeFile[] = []
  readonly leftOut: string[] = []
  readonly #home: string

  constructor(home: string) {
    this.#home = home
  }

  enter(folder: string): void {
    for (const name of readable(join(this.#home, folder), (path) => readdirSync(path, { encoding: 'buffer' }))) {
      const path = folder === '' ? name.toString() : `${folder}/${name}`
      if (isNotPart(path)) continue
      if (Buffer.from(name.toString()).equals(name)) this.#add(path)
      else this.#leaveOut(path)
    }
  }

  #add(path: string): void {
    const stats = readable(join(this.#home, path), (full) => statsOf(full, mayBeLink(path)))
    if (stats?.isDirectory()) {
      this.folders.push({ path, modified: Number(stats.mtimeMs) })
      this.enter(path)
    } else if (stats?.isFile() && !isArriving(path, stats)) this.files.push(describe(path, stats))
    else if (stats !== undefined) this.#leaveOut(path)
  }

  #leaveOut(path: string): void {
    if (!isIncoming(path)) throw notPlain(join(this.#home, path))
    this.leftOut.push(path)
  }
}

/** Whether a path is a secret: of pseudonyms, of protection, of signatures. */
export function isSecret(path: string): boolean {
  return path === 'secrets' || path.startsWith('secrets/') || path === 'signing/ed25519.pem'
}

function isNotPart(path: string): boolean {
  const isHidden = path.startsWith('.') || path.startsWith('secrets/.')
  return isHidden || notPart.has(path) || (!isIncoming(path) && draftName.test(path))
}

function isIncoming(path: string): boolean {
  return path.startsWith('incoming/')
}

function mayBeLink(path: string): boolean {
  return !path.includes('/') || path.startsWith('secrets/')
}

/** Where a listed file lies, links resolved where they are allowed. */
export function fileOfHome(home: string, path: string): string {
  const full = join(home, path)
  return mayBeLink(path) ? realpathSync(full) : full
}

/** A sender may still be writing it: restored, a half file would be read as a whole one. */
function isArriving(path: string, stats: BigIntStats): boolean {
  return isIncoming(path) && isYoung(stats, arrived)
}

function isYoung({ ctimeMs }: BigIntStats, milliseconds: number): boolean {
  return Math.abs(Date.now() - Number(ctimeMs)) < milliseconds
}

function describe(path: string, stats: BigIntStats): HomeFile {
  const { ino, size, mtimeNs, ctimeNs, mtimeMs } = stats
  const stamp = isYoung(stats, settled) ? {} : { stamp: `${ino}-${mtimeNs}-${ctimeNs}` }
  return { path, size: Number(size), modified: Number(mtimeMs), ...stamp }
}

/** `undefined` for what went away meanwhile; a link that leads nowhere is itself. */
function statsOf(path: string, isFollowed: boolean): BigIntStats | undefined {
  const options = { bigint: true, throwIfNoEntry: false } as const
  return (isFollowed ? statSync(path, options) : undefined) ?? lstatSync(path, options)
}
