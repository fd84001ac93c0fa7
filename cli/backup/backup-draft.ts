import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { flush, systemErrorCode } from '#foundation'
import { type OpenBackup, readmeFile } from './backup-folder.ts'
import { type BackupList, type ListedFile, listFile, readList, textOfList } from './backup-list.ts'
import { contentOfHome, fileInHome, fileOfHome, type HomeContent, type HomeFile, isSecret } from './home-files.ts'
import { flushNames, ObjectStore } from './object-store.ts'
import type { Trail } from './trail.ts'

/** Lines of the log that were signed. Copied before the log is looked at, it names no line that the copy lacks. */
const anchors = 'audit/anchors.jsonl'

/** The files of a home as they are in a backup. */
export type StoredHome = Pick<BackupList, 'folders' | 'files' | 'leftOut'> & { readonly added: number }

/** What is stored, and what is there already. */
export interface Storing {
  readonly home: string
  readonly folder: string
  readonly previous: OpenBackup | undefined
  readonly withSecrets: boolean
  /** See `Damage`: contents that are written again. */
  readonly damaged?: ReadonlySet<string> | undefined
  readonly trail: Trail
  readonly progress?: ((done: number, files: number) => void) | undefined
}

/** Stores what the previous backup does not have, and lists everything. Servers may write meanwhile. */
export async function storeHome(storing: Storing): Promise<StoredHome> {
  const { home, folder, previous, withSecrets, damaged, trail, progress } = storing
  const store = new ObjectStore(folder, trail, damaged)
  const known = new Map(previous?.list.files.map((file) => [file.path, file]))
  const signed = fileInHome(home, anchors)
  const files = signed === undefined ? [] : await list(signed, home, store, known.get(anchors))
  const content = contentOfHome(home)
  const wanted = content.files.filter(({ path }) => path !== anchors && (withSecrets || !isSecret(path)))
  for (const [index, file] of wanted.entries()) {
    files.push(...(await list(file, home, store, known.get(file.path))))
    progress?.(index + 1, wanted.length)
  }
  await store.finish()
  return { ...foldersAndRest(content, withSecrets), files, added: store.added }
}

function foldersAndRest({ folders, files, leftOut }: HomeContent, withSecrets: boolean) {
  if (withSecrets) return { folders: [...folders], leftOut: [...leftOut] }
  const secrets = files.map(({ path }) => path).filter(isSecret)
  return { folders: folders.filter(({ path }) => !isSecret(path)), leftOut: [...leftOut, ...secrets] }
}

/** Nothing for a file that went away meanwhile: a session that ended, a draft. */
async function list(
  file: HomeFile,
  home: string,
  store: ObjectStore,
  known: ListedFile | undefined,
): Promise<ListedFile[]> {
  const { path, stamp, modified } = file
  const isSame = known !== undefined && stamp !== undefined && known.stamp === stamp && known.size === file.size
  if (isSame && store.has(known)) return [known]
  try {
    const content = await store.add(fileOfHome(home, path))
    return [{ path, ...content, modified, ...(stamp === undefined ? {} : { stamp }) }]
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** The list makes it a backup: it appears whole, and last. */
export function publishBackup(folder: string, name: string, list: BackupList, trail: Trail): void {
  const draft = join(folder, `${name}.${process.pid}.new`)
  trail.folder(draft)
  const file = join(draft, listFile)
  trail.file(file)
  writeFileSync(file, textOfList(list), { mode: 0o600 })
  flush(file)
  // What a restore would refuse never becomes a backup: a file that went away while it was copied.
  readList(file)
  flushNames(draft)
  writeReadme(folder, trail)
  renameSync(draft, join(folder, name))
  trail.commit()
  flushNames(folder)
}

function writeReadme(folder: string, trail: Trail): void {
  const path = join(folder, readmeFile)
  if (existsSync(path)) return
  trail.file(path)
  writeFileSync(path, readme, { mode: 0o600 })
}

const readme = `Backups of a data directory of Taraza.

Each folder with a number is one backup. Its BACKUP.json lists every file with its size and SHA-256.
The content of a file is in objects, under its SHA-256: objects/ab/abcd... Change nothing here by hand.

Check all backups:    taraza backup --verify THIS_FOLDER
Repair damaged ones:  taraza backup --repair THIS_FOLDER
Restore the last one: taraza restore THIS_FOLDER
Restore another one:  taraza restore THIS_FOLDER/000001-2026-01-31
Without the program:  copy each object to the path that BACKUP.json names.

Everyone who can read this can read the registers, and with the secrets also who is who.
`
