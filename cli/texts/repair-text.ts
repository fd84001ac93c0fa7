import { printable } from '#foundation'
import type { FinishedBackup } from '../backup/make-backup.ts'
import type { IncompleteBackup } from '../backup/repair.ts'

/** What a repair found and did, as lines for a terminal. */
export function repairLines(repair: FinishedBackup['repair']): readonly string[] {
  if (repair === undefined) return []
  const { rewritten, lost, backups, incomplete } = repair
  const damaged = rewritten.length + lost.length
  const contents =
    damaged === 0
      ? 'Every stored content was read, and none is damaged.'
      : `Every stored content was read. Damaged: ${damaged}, of which written again from the home: ${rewritten.length}, removed: ${lost.length}.`
  const lists = backups.map((name) => `Removed, as its list is damaged: ${name}.`)
  return [contents, ...lists, ...incomplete.map(incompleteLine)]
}

function incompleteLine({ name, files }: IncompleteBackup): string {
  return `${name} cannot be restored whole: it lacks ${files.length} of its files, such as ${printable(files[0] ?? '')}.`
}
