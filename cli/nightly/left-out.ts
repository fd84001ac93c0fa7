import { basename, dirname } from 'node:path'
import { Refusal } from '#foundation'
import { type Coverage, isSentLater, retakenPrefix } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import {
  dismissedDeliveries,
  type GenerationManifest,
  generationStore,
  homeJurisdiction,
  type RunReport,
} from '#warehouse'
import { type ArrivedFile, arrivalsKnownTo, isRetried, type NightArrivals, recordedArrivals } from './arrivals.ts'

/** When a file came for the first time: the generation, and its place among the files of that night, from 1. */
export interface FirstTime {
  readonly generation: number
  readonly place: number
}

/** A delivery that came and is not in the facts: an earlier generation was served again afterwards. */
export interface LeftOutDelivery {
  readonly register: string
  readonly file: string
  readonly sha256: string
  /** The number of the generation with which it came. */
  readonly generation: number
  readonly first: FirstTime
  readonly period: Coverage | null
  readonly sentAt: string | null
  /** Whether its rows are in the facts, and only the period that it corrected is not. */
  readonly isCorrection: boolean
  /**
   * Why nobody has to decide any more:
   *
   * - `dismissed`: the operator said so;
   * - `rebuilt`: a rebuild published without it, for its original was missing, and the operator let it;
   * - `replaced`: a later delivery replaces all of its period, or the register;
   * - `null`: nobody has decided.
   */
  readonly decision: 'dismissed' | 'rebuilt' | 'replaced' | null
}

/** The last time that a file came, with the manifest of that time. */
export interface Arrived {
  readonly file: ArrivedFile
  readonly generation: number
  readonly first: FirstTime
  readonly manifest: NightArrivals['manifests'][number] | undefined
}

/** What nights of a home took in, oldest first, as far as the archive and all generations that are there say. */
export function allArrivals(home: string): readonly NightArrivals[] {
  let nights = recordedArrivals(home)
  for (const generation of generationStore.list(home)) nights = [...nights, ...arrivalsKnownTo(generation, nights)]
  return [...nights].sort((one, other) => one.generation - other.generation)
}

/** The last time that each file came, by its hash. */
export function lastArrivals(nights: readonly NightArrivals[]): ReadonlyMap<string, Arrived> {
  const last = new Map<string, Arrived>()
  for (const { generation, manifests, files } of nights)
    for (const [at, file] of files.entries()) {
      const manifest = file.manifest === null ? undefined : manifests[file.manifest]
      const first = last.get(file.sha256)?.first ?? { generation, place: at + 1 }
      last.delete(file.sha256)
      last.set(file.sha256, { file, generation, first, manifest })
    }
  return last
}

/**
 * The deliveries that came and are not in a generation, in the order of arrival. A file that came again, whenever, is in it.
 *
 * @throws {@link Refusal} `STATE_BROKEN`
 */
export function leftOutDeliveries(
  home: string,
  generation: GenerationManifest | undefined,
): readonly LeftOutDelivery[] {
  if (generation === undefined) return []
  const known = new Map(generation.deliveries.filter(isOriginal).map((delivery) => [delivery.sha256, delivery]))
  const arrived = lastArrivals(allArrivals(home))
  const found = [...arrived.values()].filter((one) => {
    const delivery = known.get(one.file.sha256)
    return delivery === undefined || correctsPeriod(one, delivery)
  })
  const decisionOf = found.length === 0 ? () => null : decisions(home, generation, arrived)
  return found.map((one) => {
    const about = leftOut(one, known.has(one.file.sha256))
    return { ...about, decision: decisionOf(about) }
  })
}

/**
 * What a report says of them. Where that cannot be read, it says which file is damaged.
 *
 * @param waiting - paths of what waits for a night
 */
export function leftOutReport(
  home: string,
  generation: GenerationManifest | undefined,
  waiting: readonly string[] = [],
): Pick<RunReport, 'leftOut' | 'brokenFile'> {
  try {
    const leftOut = leftOutDeliveries(home, generation)
      .filter(isUndecided)
      .map(({ register, file, sha256, generation: number, first }) => {
        const waits = waiting.some((path) => basename(path) === file && isFolderOf(first, dirname(path)))
        return { register, file, sha256, generation: number, waits }
      })
    return { leftOut, brokenFile: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { leftOut: [], brokenFile: error.place.file ?? home }
  }
}

/** How the folder begins in which a retaken delivery waits, such as `retaken-000003-0001`: nights read them in the order of arrival. */
export function startOfFolder({ generation, place }: FirstTime): string {
  return `${retakenPrefix}${String(generation).padStart(6, '0')}-${String(place).padStart(4, '0')}`
}

function isFolderOf(first: FirstTime, folder: string): boolean {
  const [start, name] = [startOfFolder(first), basename(folder)]
  return name === start || name.startsWith(`${start}-`)
}

/** Those among deliveries that were left out about which nobody has decided. */
export function isUndecided({ decision }: LeftOutDelivery): boolean {
  return decision === null
}

type Recorded = GenerationManifest['deliveries'][number]

function isOriginal({ file }: Recorded): boolean {
  return !isRetried(file)
}

/** Whether a file that came again says another period than the facts know. */
function correctsPeriod({ manifest, generation }: Arrived, { coverage, generation: first }: Recorded): boolean {
  if (manifest === undefined || generation <= first) return false
  return manifest.period.from !== coverage?.from || manifest.period.to !== coverage.to
}

function leftOut(
  { file, generation, first, manifest }: Arrived,
  isCorrection: boolean,
): Omit<LeftOutDelivery, 'decision'> {
  const { register, file: name, sha256 } = file
  const { period = null, sent_at: sentAt = null } = manifest ?? {}
  return { register, file: name, sha256, generation, first, period, sentAt, isCorrection }
}

type DecisionOf = (delivery: Omit<LeftOutDelivery, 'decision'>) => LeftOutDelivery['decision']

function decisions(
  home: string,
  { deliveries }: GenerationManifest,
  arrived: ReadonlyMap<string, Arrived>,
): DecisionOf {
  const { contracts } = loadJurisdiction(homeJurisdiction(home) ?? '')
  const dismissed = new Map(dismissedDeliveries(home).map((one) => [`${one.sha256} ${one.generation}`, one.by]))
  return (delivery) => {
    const by = dismissed.get(`${delivery.sha256} ${delivery.generation}`)
    if (by !== undefined) return by === 'operator' ? 'dismissed' : 'rebuilt'
    const mode = contracts.get(delivery.register)?.delivery.mode ?? 'append'
    const later = laterDeliveries(delivery, deliveries, arrived)
    return later.some((other) => replaces(other, delivery, mode)) ? 'replaced' : null
  }
}

function replaces(
  { coverage }: Recorded,
  { period, isCorrection }: { period: Coverage | null; isCorrection: boolean },
  mode: string,
): boolean {
  if (isCorrection || mode === 'append') return false
  if (mode === 'full') return true
  return period !== null && coverage !== null && coverage.from <= period.from && period.to <= coverage.to
}

/**
 * The deliveries of its register in the facts that are newer than one that was left out: sent later, or else come later for the first
 * time, for one that was taken in again is as old as it was.
 */
export function laterDeliveries(
  { register, first, sentAt }: Pick<LeftOutDelivery, 'register' | 'first' | 'sentAt'>,
  deliveries: readonly Recorded[],
  arrived: ReadonlyMap<string, Arrived>,
): readonly Recorded[] {
  const cameLater = ({ sha256, generation }: Recorded) =>
    (arrived.get(sha256)?.first.generation ?? generation) > first.generation
  return deliveries.filter(
    (other) =>
      isOriginal(other) &&
      other.register === register &&
      (isSentLater(other.sentAt, sentAt) || (cameLater(other) && !isSentLater(sentAt, other.sentAt))),
  )
}
