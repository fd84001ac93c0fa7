import { join } from 'node:path'
import { Engine, quarterName, Refusal } from '#foundation'
import { generationStore } from '../generations/store/store.ts'
import { requireCurrentMeaning } from '../versions/stored-meaning.ts'
import { closedPeriod } from './periods/closed-period.ts'
import { mayBeRevised, publishedDraws } from './periods/draws.ts'
import { attachFiles, detachFiles, estimateShares } from './steps/attach-files.ts'
import { collectIntervals } from './steps/measure-intervals.ts'
import { publishCubes } from './steps/publish-cubes.ts'
import {
  createDraft,
  type ReleaseDraft,
  type ReleaseOptions,
  type ReleaseSources,
  type ReleaseStep,
} from './steps/release-draft.ts'
import { makeFolders, writeManifests } from './steps/write-release.ts'
import { readHeadlines, writeFixedTables, writeUnits } from './steps/write-tables.ts'
import type { ReleaseManifest } from './store/manifest.ts'
import { requireSameYears } from './store/same-years.ts'
import { releaseStore, requireWhole } from './store/store.ts'

export interface FinishedRelease {
  readonly manifest: ReleaseManifest
  /** Holds `release` and `snapshot`, to be moved to where they are served from. */
  readonly folder: string
}

const steps: readonly ReleaseStep[] = [
  attachFiles,
  estimateShares,
  publishCubes,
  writeFixedTables,
  writeUnits,
  readHeadlines,
  detachFiles,
  collectIntervals,
]

/**
 * Protects the closed periods of every published cube, measures every promise, and writes a release into `folder`. Nothing
 * is visible to readers until it is published.
 *
 * @throws {@link Refusal} `NO_DATA`, `UPGRADE_NEEDED`, `OPEN_QUARTER`, `MISSING_DELIVERY`, `ALREADY_PUBLISHED`, `NOTHING_TO_RELEASE`,
 *   `PROMISES_NOT_KEPT`, `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`, `RELEASE_BROKEN`, `STATE_BROKEN`
 */
export async function makeRelease(options: ReleaseOptions): Promise<FinishedRelease> {
  const over = new AbortController()
  const draft = createDraft(requireSources(options), over.signal)
  makeFolders(draft)
  try {
    return { manifest: writeManifests(await throughSteps(draft)), folder: options.folder }
  } finally {
    over.abort()
  }
}

function requireSources(options: ReleaseOptions): ReleaseSources {
  const { home, jurisdiction, revise, factsOf } = options
  const facts = factsOf === undefined ? generationStore.current(home) : generationStore.read(home, factsOf)
  if (facts === undefined) throw new Refusal('NO_DATA', 'There are no figures yet: run "taraza nightly" first.')
  requireCurrentMeaning(facts)
  if (Object.keys(jurisdiction.disclosure.cubes).length === 0)
    throw new Refusal('NOTHING_DECLARED', 'The jurisdiction declares no public cube: write its disclosure.yaml first.')
  releaseStore.mend(home)
  requireSameYears(home, jurisdiction)
  const previous = releaseStore.current(home)
  if (previous !== undefined) requireWhole(home, previous)
  const period = closedPeriod(jurisdiction, facts, previous, options)
  if (previous?.through === quarterName(period.last) && !(revise && canBeRevised(previous)))
    throw new Refusal(
      'NOTHING_TO_RELEASE',
      `Everything is up to date: the release ${previous.id} is published and contains everything that is closed. ${revise ? 'Each of its quarters was drawn three times, and stays as it is.' : 'With --revise, corrections enter.'}`,
    )
  return { options, facts, previous, period }
}

function canBeRevised(release: ReleaseManifest): boolean {
  const draws = publishedDraws(release)
  return Object.keys(draws).some((quarter) => mayBeRevised(quarter, draws))
}

/** Takes a draft through the steps in their order, on one connection. */
async function throughSteps(start: ReleaseDraft): Promise<ReleaseDraft> {
  const { threads, memoryLimit, folder } = start.options
  const bounds = {
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  }
  const engine = await Engine.open({ ...bounds, temporaryFolder: join(folder, 'spill') })
  try {
    return await engine.withConnection(async (connection) => {
      let draft = start
      for (const step of steps) draft = { ...draft, ...(await step(draft, connection)) }
      return draft
    })
  } finally {
    engine.close()
  }
}
