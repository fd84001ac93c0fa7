import { join } from 'node:path'
import { Refusal } from '#foundation'
import { type FoundDeliveries, findNamed, fitsContract, type TellValues } from '#ingest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  generationStore,
  homeJurisdiction,
  isSampleHome,
  type RunReport,
  trialPseudonymSecret,
  unavailableMeasures,
} from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import { changedFigures, changedRegisters } from '../nightly/changes.ts'
import { missingReport, partedMissing } from '../nightly/finished-manifests.ts'
import { isSynthetic } from '../nightly/for-samples-only.ts'
import { type JudgedRun, Judgement } from '../nightly/judgement.ts'
import { refusalReport } from '../nightly/refusal-report.ts'
import { Stopwatch } from '../nightly/stopwatch.ts'
import { inPrivateFolder } from './private-folder.ts'
import type { TrialReport, UnknownColumn } from './trial-report.ts'
import { whatToAdd } from './what-to-add.ts'

export interface TrialOptions {
  /** Files and folders. */
  readonly paths: readonly string[]
  /** A home, or a folder that is none yet. Nothing of it changes. */
  readonly home: string
  /** Whose contracts; by default those of the home. */
  readonly jurisdiction?: string | undefined
  /** The register of files whose names say nothing. */
  readonly register?: string | undefined
  /** Whether the report says which codes are in no table. */
  readonly values?: boolean | undefined
  readonly now: Date
  readonly threads?: number
  readonly memoryLimit?: string
  readonly progress?: (message: string, share: number) => void
}

/**
 * Tries deliveries: judges them with what judges them at night, against what the home holds, and publishes nothing. It needs no
 * lock, so it may run beside a nightly run.
 *
 * @throws {@link Refusal} when nothing can be tried: `JURISDICTION_NEEDED`, `JURISDICTION_INVALID`, `NO_SUCH_FILE`,
 *   `SECRET_LOST`, `HOME_CHANGED`, `DISK_FULL`, ...
 */
export async function tryDeliveries(options: TrialOptions): Promise<TrialReport> {
  const code = jurisdictionOf(options)
  const jurisdiction = loadJurisdiction(code)
  const found = findNamed(options.paths, jurisdiction, options.register)
  const why = basisOf(options.home, code, found)
  return await inPrivateFolder(async (folder) => {
    const home = why === 'current' ? options.home : join(folder, 'nothing')
    const before = generationStore.latest(home)?.id ?? null
    try {
      const basis = { why, home: options.home, generation: before }
      return await judged({ options, code, jurisdiction, found, basis }, home, folder)
    } catch (error) {
      throw hasChanged(home, before) ? homeChanged(home, error) : asDiskRefusal(error, folder)
    }
  })
}

interface Trial {
  readonly options: TrialOptions
  readonly code: string
  readonly jurisdiction: Jurisdiction
  readonly found: FoundDeliveries
  readonly basis: TrialReport['basis']
}

/** The jurisdiction whose contracts files are tried by. @throws {@link Refusal} `JURISDICTION_NEEDED` */
export function jurisdictionOf({ home, jurisdiction }: Pick<TrialOptions, 'home' | 'jurisdiction'>): string {
  const code = jurisdiction ?? homeJurisdiction(home)
  if (code !== undefined) return code
  throw new Refusal('JURISDICTION_NEEDED', 'Say whose contracts the files should meet, such as --jurisdiction kg.')
}

function basisOf(home: string, code: string, { deliveries }: FoundDeliveries): TrialReport['basis']['why'] {
  const homeCode = homeJurisdiction(home)
  if (homeCode === undefined) return 'no_home'
  if (homeCode !== code) return 'other_jurisdiction'
  return isSampleHome(home) && !deliveries.every(isSynthetic) ? 'sample_home' : 'current'
}

async function judged(trial: Trial, home: string, folder: string): Promise<TrialReport> {
  const { options, jurisdiction, found } = trial
  const { threads, memoryLimit, progress, now } = options
  const watch = new Stopwatch()
  // A file may be taken in twice: without it others have to wait, and those that go on are read anew.
  const values = new Map<string, readonly UnknownColumn[]>()
  const tellValues: TellValues = (of, columns) =>
    void values.set(
      of.file,
      columns.map((column) => whatToAdd(of, column, trial)),
    )
  const judgement = new Judgement({
    home,
    folder: join(folder, 'work'),
    jurisdiction,
    secret: trialPseudonymSecret(home),
    watch,
    now,
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    progress,
    ...(options.values ? { tellValues } : {}),
    tellRows: true,
  })
  const outcome = await judgement.of(found)
  return {
    ...reportOf(trial, judgement, outcome),
    ...(options.values ? { unknownValues: [...values.values()].flat() } : {}),
    durations: watch.durations,
  }
}

function reportOf(
  { options, jurisdiction, found, basis }: Trial,
  judgement: Judgement,
  { verdict, session, built }: JudgedRun,
) {
  const before = session.dependencies.workspace.previous
  const after = built?.manifest ?? before
  const { reports } = session
  const hasQuarantined = reports.some(({ account }) => account.quarantined > 0)
  const registers = new Set(found.deliveries.map(({ contract }) => contract.register))
  const others = options.register === undefined ? [] : misnamed(found, jurisdiction)
  return {
    jurisdiction: jurisdiction.profile.code,
    synthetic: after?.synthetic ?? reports.some(({ synthetic }) => synthetic),
    decision: verdict,
    whole:
      ['published', 'published_with_note', 'nothing_new'].includes(verdict) && !hasQuarantined && others.length === 0,
    basis,
    deliveries: reports,
    refusals: judgement.refusals.map((refusal) => refusalReport(refusal, jurisdiction)),
    waiting: [...judgement.waiting].sort(),
    skipped: judgement.skipped,
    missing: missingReport(partedMissing(found.missing, before).missing),
    misnamed: others,
    registers: changedRegisters(before, after),
    figures: changedFigures(before, after) as RunReport['figures'],
    quality: after?.quality ?? [],
    notAvailable: unavailableMeasures(jurisdiction)
      .map(({ label: _label, ...measure }) => measure)
      .filter(({ missing }) => missing.some(({ register }) => registers.has(register))),
  }
}

function misnamed({ deliveries }: FoundDeliveries, jurisdiction: Jurisdiction): string[] {
  return deliveries.flatMap(({ path }) => (fitsContract(path, jurisdiction) ? [] : [path]))
}

function hasChanged(home: string, generation: string | null): boolean {
  try {
    return (generationStore.latest(home)?.id ?? null) !== generation
  } catch {
    return true
  }
}

function homeChanged(file: string, cause: unknown): Refusal {
  const advice = 'A nightly run published meanwhile. Try again.'
  return new Refusal('HOME_CHANGED', advice, { file }, { cause })
}
