import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { flush, renameDurably } from '#foundation'
import {
  finishRunReports,
  generationStore,
  type RunReport,
  removeGeneration,
  removeReportDrafts,
  unfinishedRun,
  unfinishedRunOf,
  writeUnfinishedReport,
} from '#warehouse'
import type { Original } from './archive.ts'
import { clearTaken, writeTaken } from './clear-incoming.ts'
import { commitQuarantine, type QuarantineTransaction } from './quarantine-transaction.ts'

/** What a night leaves to be done once its generation is current. */
export interface Unfinished {
  readonly report: RunReport
  readonly quarantine: QuarantineTransaction
  readonly incoming: string
  /** Files in the archive, which are to leave the incoming folder. */
  readonly originals: readonly Original[]
}

/**
 * Writes into the folder of a generation what remains to be done once it is current: a night that is killed later loses neither
 * its report nor the rows that it quarantined, and no delivery remains in part.
 */
export async function prepareFinish(generation: string, unfinished: Unfinished): Promise<void> {
  const { report, quarantine, incoming, originals } = unfinished
  const folder = unfinishedRun(generation)
  await quarantine.close()
  writeUnfinishedReport(generation, report)
  writeTaken(folder, incoming, originals)
  renameDurably(quarantine.folder, quarantineOf(folder))
  flush(generation)
}

/** Does what remains of the night of the current generation. Only whoever has the writer's lock may do it. */
export function finishNight(home: string): void {
  const unfinished = unfinishedRunOf(home)
  if (unfinished === undefined || !existsSync(unfinished)) return
  commitQuarantine(home, quarantineOf(unfinished))
  clearTaken(unfinished)
  finishRunReports(home)
  rmSync(unfinished, { recursive: true })
}

/** Finishes what a killed night left: its report where its generation became current, and otherwise that generation. */
export function finishKilledNight(home: string): void {
  finishNight(home)
  removeReportDrafts(home)
  const current = generationStore.currentId(home)
  if (current === undefined) return
  const folder = join(home, 'generations')
  for (const id of readdirSync(folder))
    if (id !== current && existsSync(unfinishedRun(join(folder, id)))) removeGeneration(home, id)
}

function quarantineOf(unfinished: string): string {
  return join(unfinished, 'quarantine')
}
