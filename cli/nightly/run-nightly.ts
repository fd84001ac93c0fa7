import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal, systemErrorCode } from '#foundation'
import {
  copyIn,
  type Delivery,
  type DeliveryReport,
  definePseudonyms,
  findDeliveries,
  pseudonymSecret,
  takeIn,
} from '#ingest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  currentGeneration,
  listGenerations,
  prepareHome,
  publishGeneration,
  removeGeneration,
  requireJurisdiction,
  Workspace,
} from '#warehouse'
import { clearIncoming, keepOriginal } from './archive.ts'
import { keepReport, type RefusalReport, type RunReport } from './report.ts'
import { Stopwatch } from './stopwatch.ts'
import { takeWriterLock } from './writer-lock.ts'

export interface NightlyOptions {
  readonly home: string
  /** Needed for a new home only. */
  readonly jurisdiction?: string | undefined
  readonly incoming?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly now: Date
  readonly threads?: number
  readonly memoryLimit?: string
  /** Told what is happening, for a terminal. */
  readonly progress?: (message: string) => void
}

const keptGenerations = 10

/**
 * The nightly job once: take in what waits, account for every row, build a new generation, check it, publish it. It
 * publishes a whole generation or changes nothing; whatever was refused is told in the report, for all files at once.
 *
 * @throws {@link Refusal} when the run cannot begin or go on: `ANOTHER_RUN`, `UNREADABLE_FOLDER`, `DISK_FULL`, ...
 */
export async function runNightly(options: NightlyOptions): Promise<RunReport> {
  try {
    const code = requireJurisdiction(options.home, options.jurisdiction)
    const jurisdiction = loadJurisdiction(code)
    const giveBack = await takeWriterLock(options.home)
    try {
      prepareHome(options.home, code)
      return await new NightlyRun(options, jurisdiction).run()
    } finally {
      giveBack()
    }
  } catch (error) {
    throw asRefusal(error, options.home)
  }
}

interface TakenIn {
  readonly delivery: Delivery
  readonly report: DeliveryReport
}

class NightlyRun {
  readonly #options: NightlyOptions
  readonly #jurisdiction: Jurisdiction
  readonly #incoming: string
  readonly #run: string
  readonly #folder: string
  readonly #watch = new Stopwatch()
  readonly #taken: TakenIn[] = []
  readonly #refusals: RefusalReport[] = []

  constructor(options: NightlyOptions, jurisdiction: Jurisdiction) {
    this.#options = options
    this.#jurisdiction = jurisdiction
    this.#incoming = options.incoming ?? join(options.home, 'incoming')
    this.#run = options.now.toISOString().replaceAll(':', '-')
    this.#folder = join(options.home, 'work', this.#run)
  }

  async run(): Promise<RunReport> {
    const deliveries = findDeliveries(this.#incoming, this.#jurisdiction)
    rmSync(join(this.#options.home, 'work'), { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    try {
      return await this.#watch.time('total', () => this.#takeInAndPublish(deliveries))
    } finally {
      rmSync(this.#folder, { recursive: true, force: true })
    }
  }

  async #takeInAndPublish(deliveries: readonly Delivery[]): Promise<RunReport> {
    const { home } = this.#options
    const workspace = await this.#watch.time('open', () =>
      Workspace.open({ ...this.#options, folder: this.#folder, jurisdiction: this.#jurisdiction }),
    )
    try {
      await definePseudonyms(workspace.connection, pseudonymSecret(home, workspace.previous !== undefined))
      for (const [index, delivery] of deliveries.entries()) {
        this.#options.progress?.(`${index + 1} of ${deliveries.length}: ${basename(delivery.path)}`)
        await this.#takeInOne(delivery, workspace)
      }
      if (this.#refusals.length > 0) return this.#report('refused')
      if (!this.#changesAnything(workspace)) return this.#clearAway('nothing_new')
      this.#options.progress?.('counting and checking')
      const built = await this.#watch.time('build', () => workspace.finish(this.#options.now))
      if (this.#options.dryRun) return this.#report('dry_run')
      await this.#watch.time('publish', () => {
        this.#keepEverything()
        publishGeneration(home, built.folder, built.manifest)
      })
      this.#prune()
      return this.#clearAway('published')
    } finally {
      workspace.close()
    }
  }

  async #takeInOne(delivery: Delivery, workspace: Workspace): Promise<void> {
    try {
      const plain = join(this.#folder, 'extract.csv')
      const intake = await this.#watch.time('copy', () => copyIn(delivery.path, plain))
      const before = workspace.deliveredBefore(intake.sha256)
      if (before !== undefined) {
        this.#taken.push({ delivery, report: sameAgain(before, delivery) })
        return
      }
      const context = {
        connection: workspace.connection,
        jurisdiction: this.#jurisdiction,
        held: `facts.${delivery.contract.register}`,
        quarantine: join(this.#folder, 'quarantine'),
      }
      const report = await this.#watch.time('take_in', () => takeIn(context, delivery, intake))
      await this.#watch.time('append', () => workspace.append(report))
      this.#taken.push({ delivery, report })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#refusals.push(refusalReport(error))
    }
  }

  #changesAnything(workspace: Workspace): boolean {
    const newRows = this.#taken.some(({ report }) => report.account.accepted > 0)
    return newRows || (workspace.previous !== undefined && workspace.previous.tablesHash !== workspace.tablesHash)
  }

  /** Originals and quarantine are safe before the generation that rests on them is served. */
  #keepEverything(): void {
    const { home } = this.#options
    for (const { delivery, report } of this.#taken) {
      keepOriginal(home, delivery.path, report.sha256)
      if (report.account.quarantined === 0) continue
      const name = join(report.register, `${report.sha256}.parquet`)
      moveIfThere(join(this.#folder, 'quarantine', name), join(home, 'quarantine', name))
    }
  }

  #clearAway(decision: 'published' | 'nothing_new'): RunReport {
    if (!this.#options.dryRun) {
      for (const { delivery, report } of this.#taken) {
        keepOriginal(this.#options.home, delivery.path, report.sha256)
        clearIncoming(this.#incoming, delivery.path)
      }
    }
    return this.#report(decision)
  }

  #prune(): void {
    const { home } = this.#options
    const current = currentGeneration(home)?.id
    const old = listGenerations(home).slice(0, -keptGenerations)
    for (const { id } of old.filter((generation) => generation.id !== current)) removeGeneration(home, id)
  }

  #report(decision: RunReport['decision']): RunReport {
    const { home } = this.#options
    const report: RunReport = {
      run: this.#run,
      jurisdiction: this.#jurisdiction.profile.code,
      decision,
      generation: currentGeneration(home)?.id ?? null,
      deliveries: this.#taken.map(({ report: delivery }) => delivery),
      refusals: this.#refusals,
      durations: this.#watch.durations,
    }
    if (decision !== 'dry_run') keepReport(home, report)
    return report
  }
}

function sameAgain(
  before: Omit<DeliveryReport, 'notes' | 'register'> & { register: string },
  delivery: Delivery,
): DeliveryReport {
  const none = { accepted: 0, superseded: 0, withdrawn: 0, quarantined: 0 }
  const { read } = before.account
  return {
    register: delivery.contract.register,
    file: basename(delivery.path),
    sha256: before.sha256,
    coverage: before.coverage,
    synthetic: before.synthetic,
    account: { ...none, read, duplicate: read },
    reasons: {},
    notes: ['SAME_FILE_AGAIN'],
  }
}

function refusalReport({ code, message, place }: Refusal): RefusalReport {
  return { code, message, file: place.file ?? null, row: place.row ?? null, column: place.column ?? null }
}

function moveIfThere(from: string, to: string): void {
  try {
    mkdirSync(join(to, '..'), { recursive: true, mode: 0o700 })
    renameSync(from, to)
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
  }
}

/** Errors of the disk and of permissions, whether they come from the system or from the engine, in words that help. */
function asRefusal(error: unknown, home: string): unknown {
  if (error instanceof Refusal) return error
  const code = systemErrorCode(error)
  const message = error instanceof Error ? error.message : ''
  if (code === 'ENOSPC' || /No space left on device|not enough space|write all data|could not write/i.test(message)) {
    return new Refusal(
      'DISK_FULL',
      'The disk is full. Nothing was published; make room and run again.',
      { file: home },
      { cause: error },
    )
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code ?? '') || /Permission denied|Read-only file system/i.test(message)) {
    return new Refusal(
      'HOME_NOT_WRITABLE',
      'The data folder cannot be written. Check its owner and its permissions.',
      { file: home },
      { cause: error },
    )
  }
  return error
}
