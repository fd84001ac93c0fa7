import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { HomeSecret, Refusal } from '#foundation'
import { type Delivery, definePseudonyms } from '#ingest'
import { dayIn, type Jurisdiction } from '#jurisdictions'
import { GenerationBuilder, type GenerationManifest } from '#warehouse'
import { IngestSession } from '../nightly/ingest-session.ts'
import { commitQuarantine, QuarantineTransaction } from '../nightly/quarantine-transaction.ts'
import { Stopwatch } from '../nightly/stopwatch.ts'
import type { MissingDelivery, ReplayedNight } from './plan-rebuild.ts'

export interface ReplayOptions {
  readonly home: string
  /** An empty folder of this run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  readonly secret: HomeSecret
  readonly now: Date
  /** Numbers up to this one were given to generations. */
  readonly numberAfter: number
  readonly threads?: number | undefined
  readonly memoryLimit?: string | undefined
  readonly progress?: ((message: string, share: number) => void) | undefined
}

/** A generation of what was taken in again, and the rows that are quarantined now. */
export interface ReplayedFacts {
  readonly manifest: GenerationManifest
  readonly folder: string
  readonly quarantine: QuarantineTransaction
  /** Deliveries that the contracts of today refuse. */
  readonly refused: readonly MissingDelivery[]
}

/** Takes deliveries in again, night by night, as nights take them in, and counts once at the end. */
export async function replayNights(nights: readonly ReplayedNight[], options: ReplayOptions): Promise<ReplayedFacts> {
  const { home, folder, jurisdiction, secret, now, numberAfter, threads, memoryLimit, progress } = options
  const workspace = await GenerationBuilder.open({
    ...{ home, folder, jurisdiction, pseudonyms: secret.fingerprint, beginsWith: 'nothing', numberAfter },
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  })
  try {
    await definePseudonyms(workspace.connection, secret)
    const replay = new Replay(workspace, options)
    for (const [place, night] of nights.entries()) {
      progress?.(`night ${place + 1} of ${nights.length}`, place / nights.length)
      await replay.takeIn(night)
    }
    progress?.('counting and checking', 1)
    return { ...(await workspace.build(now)), quarantine: replay.quarantine, refused: replay.refused }
  } finally {
    workspace.close()
  }
}

class Replay {
  readonly refused: MissingDelivery[] = []
  /** All rows that are quarantined in the end, in place of those of the same deliveries. */
  readonly quarantine: QuarantineTransaction
  readonly #workspace: GenerationBuilder
  readonly #options: ReplayOptions
  /** Stands for the home: quarantine grows and empties there. */
  readonly #stage: string

  constructor(workspace: GenerationBuilder, options: ReplayOptions) {
    this.#workspace = workspace
    this.#options = options
    this.#stage = join(options.folder, 'stage')
    this.quarantine = new QuarantineTransaction(this.#stage)
  }

  async takeIn({ generation, deliveries }: ReplayedNight): Promise<void> {
    const { folder, jurisdiction, now } = this.#options
    const own = join(folder, 'night')
    mkdirSync(own, { recursive: true, mode: 0o700 })
    this.#workspace.arrivesIn = generation
    const quarantine = new QuarantineTransaction(own)
    const session = new IngestSession({
      ...{ home: this.#stage, folder: own, jurisdiction, workspace: this.#workspace, quarantine },
      ...{ watch: new Stopwatch(), today: dayIn(jurisdiction.profile.time_zone, now) },
    })
    await session.ingestAll(deliveries)
    await session.retryQuarantined(new Set())
    for (const { contract, path } of deliveries)
      this.quarantine.stage({ register: contract.register, sha256: basename(join(path, '..')) })
    this.refused.push(...session.refusals.map((refusal) => refusedDelivery(refusal, deliveries)))
    await quarantine.close()
    commitQuarantine(this.#stage, quarantine.folder)
    rmSync(own, { recursive: true })
  }
}

function refusedDelivery({ code, place }: Refusal, deliveries: readonly Delivery[]): MissingDelivery {
  const of = deliveries.find(({ path }) => path === place.file)
  const path = of?.path ?? place.file ?? ''
  return {
    register: of?.contract.register ?? '',
    file: basename(path),
    sha256: basename(join(path, '..')),
    coverage: of?.manifest?.period ?? null,
    why: code,
  }
}
