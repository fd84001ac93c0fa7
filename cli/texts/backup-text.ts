import { join } from 'node:path'
import { printable } from '#foundation'
import type { CheckedBackups } from '../backup/check-backup.ts'
import { bytesOf, type FinishedBackup } from '../backup/make-backup.ts'
import type { RestoredHome } from '../backup/restore-backup.ts'
import type { Terminal } from '../output.ts'
import { repairLines } from './repair-text.ts'

/** Says now and then how many files are done. */
export function progressOf(terminal: Terminal, verb: string): (done: number, files: number) => void {
  return (done, files) => {
    if (done % 50 === 0) terminal.progress(`${verb} ${done} of ${files} files`)
  }
}

/** A finished backup, for a terminal. */
export function backupText(folder: string, { name, list, added, removed, repair }: FinishedBackup): string {
  const size = `${list.files.length} files, ${megabytes(bytesOf(list))}, of which ${megabytes(added)} are new`
  const safety = list.secrets.included
    ? 'It contains the secrets of this home: keep it as you keep the registers.'
    : 'It is without the secrets: to restore it, put those of this home into the new home first.'
  const old =
    removed.length === 0 ? [] : [`Removed ${removed.length} earlier backups, the last of them ${removed.at(-1)}.`]
  const lines = [`Backed up to ${join(folder, name)}: ${size}.`, safety, ...leftOutLines(list.leftOut), ...old]
  return textOf([...lines, ...repairLines(repair), ...jurisdictionLines(list.jurisdiction)])
}

/** The same for programs. Sizes are bytes. */
export function backupSummary(folder: string, { name, list, added, removed, repair }: FinishedBackup): object {
  const { files, folders, ...facts } = list
  return { folder, name, ...facts, files: files.length, bytes: bytesOf(list), added, removed, repair }
}

/** What was read again, for a terminal. */
export function checkedText({ backups, files, bytes }: CheckedBackups): string {
  return `${backups.length} backups are whole, up to ${backups.at(-1)}: ${files} different files, ${megabytes(bytes)}.\n`
}

/** A restored home, for a terminal. */
export function restoredText({ name, files, release, generation, jurisdiction, missing }: RestoredHome): string {
  const versions = `Release: ${release ?? 'none'}, generation: ${generation ?? 'none'}.`
  const secrets = missing.map(
    (path) => `Not in the backup, and not in the home: ${path}. Put it there before the server starts.`,
  )
  const later =
    'Check it with "taraza doctor". Tokens that were revoked after the backup are valid again: see "taraza token list".'
  const analysts =
    'What analysts were told after the backup is not known: they see no further small cells until a steward decides, with "taraza budget accept --by NAME".'
  const lines = [`Restored ${name}: ${files} files. ${versions}`, ...secrets, ...jurisdictionLines(jurisdiction)]
  return textOf([...lines, later, analysts])
}

function leftOutLines(paths: readonly string[]): readonly string[] {
  const incoming = paths.filter((path) => path.startsWith('incoming/'))
  return incoming.map((path) => `Left out, as it is still arriving or is not a file: ${printable(path)}`)
}

/** The files of a jurisdiction of one's own are no part of the home. */
function jurisdictionLines(jurisdiction: string): readonly string[] {
  return jurisdiction.includes('/') ? [`The files of the jurisdiction are in ${jurisdiction}: back them up, too.`] : []
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
