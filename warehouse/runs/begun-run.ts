import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '#foundation'
import { allRuns, marksFolder } from './report-store.ts'
import { fileOfRun, latestFirst, type RunName, runAt, runOfFile } from './run-name.ts'

/** Room that a run occupies from its start, so that its report can be written when the disk is full. */
const reservedBytes = 65_536

function folderOf(home: string): string {
  return join(home, marksFolder)
}

/** The name of the run that starts now: its number follows that of the run before it, whatever the clock says. */
export function nextRun(home: string, now: Date): RunName {
  const [latest] = [...allRuns(home), ...begunRuns(home)].sort(latestFirst)
  return { sequence: (latest?.sequence ?? 0) + 1, run: runAt(now) }
}

/** Notes that a run has begun. Only whoever has the writer's lock may do it. */
export function markBegun(home: string, name: RunName): void {
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
  writeDurably(join(folderOf(home), fileOfRun(name)), JSON.stringify(name).padEnd(reservedBytes))
}

/** Releases the reserved room; the run is still one that has begun. */
export function releaseReserve(home: string, name: RunName): void {
  const path = join(folderOf(home), fileOfRun(name))
  if (existsSync(path)) truncateSync(path)
}

/** Notes that a run has left its report. */
export function markEnded(home: string, name: RunName): void {
  rmSync(join(folderOf(home), fileOfRun(name)), { force: true })
}

/** Runs that began and left no report, latest first: one may be at work, the others were killed. */
export function begunRuns(home: string): readonly RunName[] {
  const reported = new Set(allRuns(home).map(fileOfRun))
  return marks(home).filter((name) => !reported.has(fileOfRun(name)))
}

/** Removes marks of runs that were killed after their report was written. */
export function removeMarksOfReported(home: string): void {
  const begun = new Set(begunRuns(home).map(fileOfRun))
  for (const name of marks(home)) if (!begun.has(fileOfRun(name))) markEnded(home, name)
}

function marks(home: string): readonly RunName[] {
  const names = existsSync(folderOf(home)) ? readdirSync(folderOf(home)) : []
  return names.flatMap((name) => runOfFile(name) ?? []).sort(latestFirst)
}
