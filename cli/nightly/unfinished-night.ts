import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
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
import { finishArrivals, type NightArrivals, writeArrivals } from './arrivals.ts'
import { clearTaken, writeTaken } from './clear-incoming.ts'
import { commitQuarantine, type QuarantineTransaction } from './quarantine-transaction.ts'

/** What a night leaves to be done once its generation is current. */
export interface Unfinished {
  readonly report: RunReport
  readonly quarantine: QuarantineTransaction
  readonly incoming: string
  /** Files in the archive, which are to leave the incoming folder. */
  readonly originals: readonly Original[]
  /** What the archive is to say of them; `undefined` where nothing new came. */
  readonly arrivals: NightArrivals | undefined
}

/**
 * Writes into the folder of a generation what remains to be done once it is current: a night that is killed later loses neither
 * its report nor the rows that it quarantined, and no delivery remains in part.
 */
export async function prepareFinish(generation: string, unfinished: Unfinished): Promise<void> {
  const { report, quarantine, incoming, originals, arrivals } = unfinished
  const folder = unfinishedRun(generation)
  writeUnfinishedReport(generation, report)
  writeTaken(folder, incoming, originals)
  if (arrivals !== undefined) writeArrivals(folder, arrivals)
  await prepareQuarantine(generation, quarantine)
  flush(generation)
}

/** Puts what a run changes in the quarantine into the folder of its generation. */
export async function prepareQuarantine(generation: string, quarantine: QuarantineTransaction): Promise<void> {
  const folder = unfinishedRun(generation)
  await quarantine.close()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  renameDurably(quarantine.folder, quarantineOf(folder))
}

/** Does what remains of the night of the current generation. Only whoever has the writer's lock may do it. */
export function finishNight(home: string): void {
  const unfinished = unfinishedRunOf(home)
  if (unfinished === undefined || !existsSync(unfinished)) return
  commitQuarantine(home, quarantineOf(unfinished))
  finishArrivals(home, unfinished)
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
