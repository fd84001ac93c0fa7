import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Coverage, Delivery } from '#ingest'
import type { Jurisdiction } from '#jurisdictions'
import { dismissedDeliveries, type GenerationManifest } from '#warehouse'
import { archivedOriginal } from '../nightly/archive.ts'
import {
  type ArrivedFile,
  arrivalsKnownTo,
  isRetried,
  type NightArrivals,
  recordedArrivals,
} from '../nightly/arrivals.ts'

/** A delivery that cannot be taken in again, and why. */
export interface MissingDelivery {
  readonly register: string
  readonly file: string
  readonly sha256: string
  /** The days that it covers, where they are known. */
  readonly coverage: Coverage | null
  /**
   * - `REMOVED`: its original is no longer in the archive;
   * - `ALTERED`: what lies there is not what was delivered;
   * - `NO_CONTRACT`: its register has no contract any more;
   * - else the code of the refusal.
   */
  readonly why: string
}

/** What one night took in, to be taken in again. */
export interface ReplayedNight {
  readonly generation: number
  readonly deliveries: readonly Delivery[]
}

/** What a rebuild takes in, in the order of arrival. */
export interface RebuildPlan {
  readonly nights: readonly ReplayedNight[]
  readonly missing: readonly MissingDelivery[]
  /** Deliveries in the archive that the current generation does not have: an earlier one was served again after they came. */
  readonly rolledBack: readonly ArrivedFile[]
}

/** Which archived deliveries a rebuild takes in. */
export interface PlanOptions {
  readonly home: string
  readonly jurisdiction: Jurisdiction
  readonly current: GenerationManifest | undefined
  /** Deliveries that were rolled back are taken in, too, but for those that the operator dismissed. */
  readonly withRolledBack: boolean
}

/** Looks up every archived delivery of a home and hashes its original. */
export async function planRebuild(options: PlanOptions): Promise<RebuildPlan> {
  const { home, jurisdiction, current, withRolledBack } = options
  const recorded = recordedArrivals(home)
  const earlier = current === undefined ? [] : arrivalsKnownTo(current, recorded)
  const all = [...earlier, ...recorded].sort((one, other) => one.generation - other.generation)
  const isCurrent = currentOf(current)
  const dismissed = new Set(
    dismissedDeliveries(home).flatMap(({ sha256, generation, by }) =>
      by === 'operator' ? [`${sha256} ${generation}`] : [],
    ),
  )
  const plan = { nights: [] as ReplayedNight[], missing: [] as MissingDelivery[], rolledBack: [] as ArrivedFile[] }
  for (const night of all) {
    const [own, others] = parted(night.files, (file) => isCurrent(file, night.generation))
    plan.rolledBack.push(...others.filter(({ sha256 }) => plan.rolledBack.every((one) => one.sha256 !== sha256)))
    const deliveries: Delivery[] = []
    const isWanted = (file: ArrivedFile) =>
      own.includes(file) || (withRolledBack && !dismissed.has(`${file.sha256} ${night.generation}`))
    for (const file of night.files.filter(isWanted)) {
      const found = await originalOf(home, file, { jurisdiction, night })
      if ('why' in found) plan.missing.push(found)
      else deliveries.push(found)
    }
    if (deliveries.length > 0) plan.nights.push({ generation: night.generation, deliveries })
  }
  return plan
}

/** Whether a delivery, or what it corrected, is in the generation that is served; without one, all are wanted. */
function currentOf(current: GenerationManifest | undefined): (file: ArrivedFile, generation: number) => boolean {
  if (current === undefined) return () => true
  const since = new Map<string, number>()
  for (const { sha256, file, generation } of current.deliveries)
    if (!isRetried(file)) since.set(sha256, Math.min(generation, since.get(sha256) ?? generation))
  return ({ sha256 }, generation) => generation >= (since.get(sha256) ?? Number.POSITIVE_INFINITY)
}

function parted<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

interface Surroundings {
  readonly jurisdiction: Jurisdiction
  readonly night: NightArrivals
}

async function originalOf(
  home: string,
  file: ArrivedFile,
  { jurisdiction, night }: Surroundings,
): Promise<Delivery | MissingDelivery> {
  const manifest = file.manifest === null ? undefined : night.manifests[file.manifest]
  const missing = (why: string): MissingDelivery => {
    const { register, file: name, sha256 } = file
    return { register, file: name, sha256, coverage: manifest?.period ?? null, why }
  }
  const contract = jurisdiction.contracts.get(file.register)
  if (contract === undefined) return missing('NO_CONTRACT')
  const path = archivedOriginal(home, file)
  if (path === undefined) return missing('REMOVED')
  if ((await hashOf(path)) !== file.sha256) return missing('ALTERED')
  const described = manifest?.files.find(({ name }) => name === file.file)
  return { path, within: join(home, 'archive'), contract, manifest, described }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
