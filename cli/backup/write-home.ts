import { existsSync, readFileSync, realpathSync, rmSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flushAll, Refusal, sha256, systemErrorCode, writeDurably } from '#foundation'
import { ledgerGapFile, restoringFile, writeLedgerGap } from '#warehouse'
import type { ListedFile } from './backup-list.ts'
import { damageOf } from './check-backup.ts'
import { copyFile } from './copy-file.ts'
import type { HomeFolder } from './home-files.ts'
import type { RestoreSource } from './restore-source.ts'
import { writeRestoring } from './restoring.ts'
import { type HomeFacts, requireSoundHome } from './sound-home.ts'
import type { Trail } from './trail.ts'

/** What makes it a home: written last. */
const homeFile = 'home.json'

/**
 * Writes the files of a source into an empty folder and reads them again there; `home.json`, which makes it a home, comes last.
 *
 * @throws {@link Refusal} `COPY_BROKEN`, `BACKUP_BROKEN`, `SECRET_CHANGED`, and what is wrong with the home; errors of the disk pass
 */
export async function writeHome(
  home: string,
  { at, list: { files, folders }, pathOf }: RestoreSource,
  trail: Trail,
  progress: (done: number, files: number) => void,
): Promise<HomeFacts> {
  const copied = files.filter((file) => file.path !== homeFile && !isThere(home, file))
  trail.file(join(home, restoringFile))
  writeRestoring(home, [...copied.map(({ path }) => path), ledgerGapFile])
  for (const { path } of [...folders, { path: 'incoming' }]) trail.folder(join(home, path))
  for (const [index, file] of copied.entries()) {
    copyTo(home, file, pathOf(file), trail)
    progress(index + 1, copied.length)
  }
  trail.folder(join(home, dirname(ledgerGapFile)))
  trail.file(join(home, ledgerGapFile))
  writeLedgerGap(home, at)
  await settle(home, folders, copied)
  for (const file of copied) requireWritten(home, file)
  const facts = requireSoundHome(home)
  publishHome(home, files, pathOf, trail)
  return facts
}

/** Secrets that lie there already are left alone: they may be mounted, also by way of links. */
function isThere(home: string, file: ListedFile): boolean {
  const path = join(home, file.path)
  if (!existsSync(path)) return false
  if (damageOf(realpathSync(path), file) === undefined) return true
  const advice = 'Another secret than that of the backup lies there. Remove it, or use the backup that belongs to it.'
  throw new Refusal('SECRET_CHANGED', advice, { file: path })
}

function copyTo(home: string, { path, modified, sha256: expected }: ListedFile, from: string, trail: Trail): void {
  const to = join(home, path)
  trail.folder(dirname(to))
  if (copyFile(from, to, () => trail.file(to)).sha256 !== expected) throw changedMeanwhile(from)
  setTimes(to, modified)
}

/** Returns when everything is on the disk. Times of folders matter: the archive is emptied by them. */
async function settle(home: string, folders: readonly HomeFolder[], files: readonly ListedFile[]): Promise<void> {
  for (const { path, modified } of folders) setTimes(join(home, path), modified)
  await flushAll(files.map(({ path }) => join(home, path)))
  await flushAll([...folders.map(({ path }) => join(home, path)), home])
}

/** A folder that was there before may belong to somebody else: its time says nothing. */
function setTimes(path: string, milliseconds: number): void {
  try {
    utimesSync(path, milliseconds / 1000, milliseconds / 1000)
  } catch (error) {
    if (systemErrorCode(error) !== 'EPERM') throw error
  }
}

function requireWritten(home: string, file: ListedFile): void {
  const what = damageOf(join(home, file.path), file)
  if (what === undefined) return
  const advice = `${file.path} ${what} after it was written: the disk is not to be trusted. Nothing remains of this home.`
  throw new Refusal('COPY_BROKEN', advice, { file: join(home, file.path) })
}

function publishHome(home: string, files: readonly ListedFile[], pathOf: RestoreSource['pathOf'], trail: Trail): void {
  const file = files.find(({ path }) => path === homeFile)
  if (file === undefined) return
  const content = readFileSync(pathOf(file))
  if (sha256(content) !== file.sha256) throw changedMeanwhile(pathOf(file))
  trail.file(join(home, homeFile))
  writeDurably(join(home, homeFile), content)
  trail.commit()
  rmSync(join(home, restoringFile))
}

function changedMeanwhile(file: string): Refusal {
  const advice = 'This file of the backup changed while it was read. Is another program writing there?'
  return new Refusal('BACKUP_BROKEN', advice, { file })
}
