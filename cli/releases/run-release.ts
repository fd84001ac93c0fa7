import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { flushFolder, Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  type AcceptedGap,
  forgetUnfinishedBlocks,
  makeRelease,
  type ReleaseManifest,
  releaseStore,
  requireJurisdiction,
} from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'

export interface RunReleaseOptions {
  readonly home: string
  readonly through?: string | undefined
  readonly revise?: boolean | undefined
  readonly dryRun?: boolean | undefined
  readonly acceptWider?: string | undefined
  readonly factsOf?: string | undefined
  readonly accepted?: readonly AcceptedGap[] | undefined
  readonly now: Date
  readonly threads?: number | undefined
  readonly memoryLimit?: string | undefined
  /** Searches this part of the declared sweeps only: for tests, never for figures that are published. */
  readonly effort?: number | undefined
  readonly progress?: (message: string, share: number) => void
}

/**
 * Snapshots hold counted units: only those of the latest releases are kept, and the one that this release goes on from. Releases
 * themselves are kept for ever.
 */
const maxSnapshots = 2

/**
 * Makes a release and publishes it, or publishes nothing. What an attempt wrote that is not published is deleted.
 *
 * @throws {@link Refusal} when the release cannot be made: the last one stays
 */
export async function runRelease(options: RunReleaseOptions): Promise<ReleaseManifest> {
  const { home, dryRun = false, revise = false, accepted = [], effort = 1, progress = () => {} } = options
  const declared = loadJurisdiction(requireJurisdiction(home, undefined))
  const jurisdiction = effort === 1 ? declared : hurried(declared, effort)
  const giveBack = await takeWriterLock(home)
  const folder = join(home, 'work', `release-${options.now.toISOString().replaceAll(':', '-')}`)
  try {
    rmSync(join(home, 'work'), { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const finished = await makeRelease({ ...options, jurisdiction, folder, revise, accepted, progress })
    if (!dryRun) publish(home, finished)
    forgetUnfinishedBlocks(home)
    return finished.manifest
  } catch (error) {
    // What was refused is not published; what a full disk or a crash stopped goes on from the blocks that are solved.
    if (error instanceof Refusal) forgetUnfinishedBlocks(home)
    throw asDiskRefusal(error, home)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    giveBack()
  }
}

/** The same with a shorter search and promises that it can keep. */
function hurried(jurisdiction: Jurisdiction, effort: number): Jurisdiction {
  const { sweeps, promises, ...disclosure } = jurisdiction.disclosure
  const looser = ({ greatest, mean }: Bound): Bound => ({ greatest: greatest * 3, mean: mean * 2 })
  return {
    ...jurisdiction,
    disclosure: {
      ...disclosure,
      inference_risk: { ...disclosure.inference_risk, max_share: 0.99, max_over_guessing: 0.99, max_gain: 0.99 },
      sweeps: { soft: Math.round(sweeps.soft * effort), hard: Math.round(sweeps.hard * effort) },
      promises: {
        promised: looser(promises.promised),
        block: looser(promises.block),
        year: looser(promises.year),
        across: looser(promises.across),
      },
    },
  }
}

type Bound = Jurisdiction['disclosure']['promises']['block']

/** The snapshot goes first: a release without one would leave analysts without figures. */
function publish(home: string, { folder, manifest }: Awaited<ReturnType<typeof makeRelease>>): void {
  const snapshots = join(home, 'snapshots')
  mkdirSync(snapshots, { recursive: true, mode: 0o700 })
  rmSync(join(snapshots, manifest.id), { recursive: true, force: true })
  renameSync(join(folder, 'snapshot'), join(snapshots, manifest.id))
  flushFolder(snapshots)
  releaseStore.publish(home, join(folder, 'release'), manifest)
  const recent = releaseStore
    .list(home)
    .slice(-maxSnapshots)
    .map(({ id }) => id)
  for (const id of readdirSync(snapshots))
    if (![...recent, manifest.previous].includes(id)) rmSync(join(snapshots, id), { recursive: true, force: true })
}
