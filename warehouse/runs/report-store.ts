import { existsSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, readState, removeDrafts, renameDurably, writeDurably } from '#foundation'
import { fileOfRun, latestFirst, type RunName, runAt, runOfFile } from './run-name.ts'
import { type RunReport, runReportSchema } from './run-report.ts'
import { unfinishedRun, unfinishedRunOf } from './unfinished-run.ts'

const folders = ['reports', 'refused'] as const

/** Keeps the report of a run: among the refused ones when nothing was taken in. */
export function keepRunReport(home: string, report: RunReport): void {
  const nothingTaken = report.decision === 'refused' || report.decision === 'blocked'
  writeRunReport(join(home, nothingTaken ? 'refused' : 'reports'), report)
}

/** Writes the report of a run that will have published: {@link finishRunReports} keeps it once it has. */
export function writeUnfinishedReport(generation: string, report: RunReport): void {
  writeRunReport(reportsIn(unfinishedRun(generation)), report)
}

/** Keeps the report that the run of the current generation left beside it. */
export function finishRunReports(home: string): void {
  const unfinished = unfinishedRunOf(home)
  if (unfinished === undefined || !existsSync(reportsIn(unfinished))) return
  const reports = join(home, 'reports')
  mkdirSync(reports, { recursive: true, mode: 0o700 })
  const names = readdirSync(reportsIn(unfinished)).filter((name) => name.endsWith('.json'))
  for (const name of names) renameDurably(join(reportsIn(unfinished), name), join(reports, name))
}

function reportsIn(unfinished: string): string {
  return join(unfinished, 'reports')
}

/** Where runs that have begun leave a mark until their report is written. */
export const marksFolder = 'running'

/** Removes half-written reports and marks of runs that were killed. No run may be at work. */
export function removeReportDrafts(home: string): void {
  for (const folder of [...folders, marksFolder]) removeDrafts(join(home, folder))
}

function writeRunReport(folder: string, report: RunReport): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeDurably(join(folder, fileOfRun(report)), `${JSON.stringify(report, null, 2)}\n`)
}

/**
 * Removes the reports of runs that began before a time. A clock may have been wrong for a run: it is as old as the runs around it, so
 * what comes after a run between that time and now stays.
 *
 * @returns how many
 */
export function removeOldReports(home: string, before: Date, now: Date): number {
  const reports = [...pathsOfReports(home)].reverse()
  const firstRecent = reports.findIndex(({ run }) => run >= runAt(before) && run <= runAt(now))
  const old = reports.slice(0, Math.max(0, firstRecent))
  for (const { path } of old) unlinkSync(path)
  return old.length
}

/** The names of all runs that left a report, latest first: by their numbers, never by the clock. */
export function listRuns(home: string): readonly string[] {
  return [...new Set(allRuns(home).map(({ run }) => run))]
}

/** All runs that left a report, latest first. */
export function allRuns(home: string): readonly RunName[] {
  return foldersOf(home).flatMap(runsIn).sort(latestFirst)
}

function runsIn(folder: string): readonly (RunName & { readonly file: string })[] {
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.flatMap((file) => {
    const name = runOfFile(file)
    return name === undefined ? [] : [{ ...name, file }]
  })
}

/** A run that was killed after it published has its report beside what it published, until the next run moves it. */
function foldersOf(home: string): readonly string[] {
  const unfinished = unfinishedRunOf(home)
  return [...folders.map((folder) => join(home, folder)), ...(unfinished === undefined ? [] : [reportsIn(unfinished)])]
}

/** The reports of all runs, latest first, one by one as they are wanted. A damaged one is left out: `readRunReport` says what is wrong with it. */
export function* reportsLatestFirst(home: string): Generator<RunReport> {
  for (const { path } of pathsOfReports(home)) {
    const report = soundReport(path)
    if (report !== undefined) yield report
  }
}

function soundReport(path: string): RunReport | undefined {
  try {
    return readState(path, runReportSchema)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function pathsOfReports(home: string): readonly (RunName & { readonly path: string })[] {
  return foldersOf(home)
    .flatMap((folder) => runsIn(folder).map((name) => ({ ...name, path: join(folder, name.file) })))
    .sort(latestFirst)
}

/**
 * The report of a run.
 *
 * @param run - its name or its number
 * @throws {@link Refusal} `UNKNOWN_RUN`
 */
export function readRunReport(home: string, run: string): RunReport {
  const path = pathsOfReports(home).find(
    (name) => name.run === run || (name.sequence > 0 && String(name.sequence) === run),
  )?.path
  if (path === undefined)
    throw new Refusal(
      'UNKNOWN_RUN',
      `There is no report of a run "${run.slice(0, 60)}". "taraza runs list" shows them.`,
    )
  return readState(path, runReportSchema)
}
