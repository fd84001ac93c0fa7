import type { Jurisdiction } from '#jurisdictions'
import {
  allRuns,
  begunRuns,
  keepRunReport,
  markBegun,
  markEnded,
  nextRun,
  type RunName,
  type RunReport,
  releaseReserve,
  removeMarksOfReported,
} from '#warehouse'
import { killedReport } from './failure-report.ts'

/** A run that has its number. */
export interface BegunRun {
  readonly name: RunName
  /** Whether its report has been written. */
  readonly isReported: () => boolean
  /** Writes its report. */
  readonly report: (report: RunReport) => void
}

/**
 * Begins a run: it gets the next number, and leaves a mark until its report is written. Only whoever has the writer's lock may do it.
 *
 * @param isDry - a dry run leaves no mark: it changes nothing
 */
export function beginRun(home: string, now: Date, isDry: boolean): BegunRun {
  const name = nextRun(home, now)
  if (!isDry) markBegun(home, name)
  return {
    name,
    isReported: () => allRuns(home).some(({ sequence }) => sequence === name.sequence),
    report(report) {
      releaseReserve(home, name)
      keepRunReport(home, report)
      markEnded(home, name)
    },
  }
}

/** Writes the reports of runs that were killed before they could. Only whoever has the writer's lock may do it. */
export function reportKilledRuns(home: string, current: RunName, jurisdiction: Jurisdiction): void {
  for (const name of begunRuns(home)) {
    if (name.sequence === current.sequence) continue
    keepRunReport(home, killedReport(name, home, jurisdiction))
    markEnded(home, name)
  }
  removeMarksOfReported(home)
}
