import { Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { type GenerationManifest, generationStore, type RunName, type RunReport } from '#warehouse'
import { changedRegisters } from './changes.ts'
import { refusalReport } from './refusal-report.ts'

/** What a report says whatever became of the run. */
export type CommonPart = Pick<
  RunReport,
  'run' | 'sequence' | 'jurisdiction' | 'notes' | 'refusals' | 'skipped' | 'missing' | 'accepted' | 'durations'
>

/** The report of a run that ended by an error and changed nothing. */
export function failureReport(
  common: CommonPart,
  home: string,
  failure: Refusal,
  jurisdiction: Jurisdiction,
): RunReport {
  const before = currentGeneration(home)
  return {
    ...common,
    synthetic: before?.synthetic ?? false,
    decision: 'refused',
    generation: before?.id ?? null,
    deliveries: [],
    refusals: [...common.refusals, refusalReport(failure, jurisdiction)],
    waiting: [],
    late: [],
    leftOut: [],
    brokenFile: null,
    registers: changedRegisters(before, before),
    figures: [],
    quality: before?.quality ?? [],
    originalsRemoved: 0,
  }
}

/** The report of a run that began and did not end. */
export function killedReport(name: RunName, home: string, jurisdiction: Jurisdiction): RunReport {
  const advice =
    'This run began and did not end: it was killed, the machine stopped, or the disk was full. It published nothing. The next run continues with what waits; the log of the machine says what ended this one.'
  const parts = { notes: [], refusals: [], skipped: [], missing: [], accepted: [], durations: {} }
  const common = { ...name, ...parts, jurisdiction: jurisdiction.profile.code }
  return failureReport(common, home, new Refusal('RUN_KILLED', advice), jurisdiction)
}

/** The damage of a home may be why a run ends: its report is written all the same. */
function currentGeneration(home: string): GenerationManifest | undefined {
  try {
    return generationStore.current(home)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
