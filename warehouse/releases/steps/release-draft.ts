import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type HomeSecret, quarterName } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { buildCatalog } from '../../catalog/catalog.ts'
import { type Cube, cubesOf } from '../../catalog/cube.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { GenerationManifest } from '../../generations/store/manifest.ts'
import { disclosureSecret } from '../../secrets/secrets.ts'
import type { ClosedPeriod, PeriodRequest } from '../periods/closed-period.ts'
import type { Draws } from '../periods/draws.ts'
import { drawsOf } from '../periods/draws.ts'
import type { CubeShare } from '../periods/shares.ts'
import type { Intervals } from '../store/intervals.ts'
import type { HeadlineRecord, PublishedCubeRecord, ReleaseManifest } from '../store/manifest.ts'
import { readRestricted, releaseStore } from '../store/store.ts'

/** What a release is made of, what it may do, and who is told how far it is. */
export interface ReleaseOptions extends PeriodRequest {
  readonly home: string
  /** An empty folder of this run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  /** Whether corrections of published periods enter: once a year. */
  readonly revise: boolean
  /** Who accepts accuracy promises of up to 1.5 times, where those that are declared cannot be kept. */
  readonly acceptWider?: string | undefined
  /** The generation of the facts to make it of, by default the current one: deliveries that arrived later wait. */
  readonly factsOf?: string | undefined
  readonly threads?: number | undefined
  readonly memoryLimit?: string | undefined
  /** What is happening, and which share of the whole is done, from 0 to 1. */
  readonly progress: (message: string, share: number) => void
}

/** What intervals of a cube have to allow for, and how often they hold then. */
export interface MeasuredIntervals {
  readonly intervals: Intervals[string]
  readonly summary: PublishedCubeRecord['coverage']
}

/** What a release is made of, once it is clear that it can be made. */
export interface ReleaseSources {
  readonly options: ReleaseOptions
  readonly facts: GenerationManifest
  readonly previous: ReleaseManifest | undefined
  readonly period: ClosedPeriod
}

/** A release while it is made: each step adds to it. */
export interface ReleaseDraft extends ReleaseSources {
  readonly id: string
  readonly secret: HomeSecret
  /** Fires when the steps have ended, and also when one has failed: what they started is not needed any more. */
  readonly over: AbortSignal
  /** The folder of what is published. */
  readonly release: string
  /** The folder of what analysts read. */
  readonly snapshot: string
  readonly cubes: readonly Cube[]
  readonly datasets: readonly Dataset[]
  /** How often each quarter is drawn by this release and those before it. */
  readonly draws: Draws
  readonly drawsAnew: boolean
  /** Which part of the work each cube is. */
  readonly shares: ReadonlyMap<string, CubeShare>
  readonly published: Readonly<Record<string, PublishedCubeRecord>>
  /** Intervals of cubes that are measured meanwhile. */
  readonly measuring: ReadonlyMap<string, Promise<MeasuredIntervals>>
  readonly intervals: Intervals
  readonly headlines: readonly HeadlineRecord[]
}

/** Does one part of the work, on files or in the engine, and returns what is known afterwards. */
export type ReleaseStep = (draft: ReleaseDraft, connection: DuckDBConnection) => Promise<Partial<ReleaseDraft>>

/** A release of which nothing is made yet. */
export function createDraft(sources: ReleaseSources, over: AbortSignal): ReleaseDraft {
  const { options, previous, period } = sources
  const { home, folder, jurisdiction } = options
  const through = quarterName(period.last)
  const earlier = releaseStore.list(home).filter((release) => release.through === through).length
  const drawsAnew = isDrawnAnew(sources)
  return {
    ...sources,
    id: `${through}.${earlier + 1}`,
    secret: disclosureSecret(home),
    over,
    release: join(folder, 'release'),
    snapshot: join(folder, 'snapshot'),
    cubes: cubesOf(jurisdiction),
    datasets: [...buildCatalog(jurisdiction).datasets.values()],
    draws: drawsOf(previous, period, drawsAnew),
    drawsAnew,
    shares: new Map(),
    published: {},
    measuring: new Map(),
    intervals: {},
    headlines: [],
  }
}

/** A revision draws anew, but not one of the night that is served already: no correction has come, so no draw is used up. */
function isDrawnAnew({ options: { home, revise }, facts, previous, period }: ReleaseSources): boolean {
  const isSame = previous?.through === quarterName(period.last)
  return revise && !(isSame && readRestricted(home, previous.id).generation === facts.id)
}
