import { existsSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { askerOf, Engine, FairQueue, Refusal, sharedUsage } from '#foundation'
import { requireKnownLayout } from '../columns/self-test.ts'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'
import type { CubeEngine, CubeReader, PinnedCubes } from './cube-engine.ts'
import { duckdbCubes } from './duckdb-cubes.ts'

/** Where the editions are, and what reading them may take of the machine. */
export interface ReaderOptions {
  readonly home: string
  readonly threads?: number
  readonly memoryLimit?: string
  /** Statements that may run at a time. Keep it well below `UV_THREADPOOL_SIZE`. */
  readonly concurrency?: number
  /** Statements that may wait; more are refused. */
  readonly queue?: number
}

/**
 * Where the editions of one kind are: which one is served, and the database file of each. The level is part of the type:
 * what reads for the public cannot be handed the facts.
 */
export interface VersionSource<L extends AccessLevel> {
  /** Whose questions are answered from it. */
  readonly level: L
  /** The edition to read, by default the one that is served now. @throws {@link Refusal} where there is none */
  find(asOf: string | undefined): { readonly edition: Edition; readonly file: string }
}

type Found = ReturnType<VersionSource<AccessLevel>['find']>

/** A pinned edition whose file can be read by any statement, with a connection of one's own. */
export interface PinnedFile<L extends AccessLevel> extends PinnedCubes<L> {
  use<T>(work: (cubes: CubeEngine, connection: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface OpenEdition {
  readonly engine: Engine
  users: number
  retired: boolean
}

/** The queue of statements: whoever has taken little of the machine comes first, and one place is left to others. */
export function statementQueue({
  concurrency = 4,
  queue = 200,
}: Pick<ReaderOptions, 'concurrency' | 'queue'>): FairQueue {
  return new FairQueue({ atOnce: concurrency, perAsker: Math.max(1, concurrency - 1), waiting: queue }, sharedUsage)
}

/** Editions that stay open: the one that is served, and earlier ones that somebody asked for. */
const maxOpen = 4

/**
 * Reads the editions of a source. A newly published one is opened beside the old one; whoever reads the old one finishes
 * there, and it is closed when the last has left. Each user gets a connection of its own.
 */
export class EditionReader<L extends AccessLevel> implements CubeReader<L> {
  readonly level: L
  readonly #source: VersionSource<L>
  readonly #options: ReaderOptions
  readonly #statements: FairQueue
  readonly #open = new Map<string, Promise<OpenEdition>>()

  constructor(source: VersionSource<L>, options: ReaderOptions) {
    this.level = source.level
    this.#source = source
    this.#options = options
    this.#statements = statementQueue(options)
  }

  /** @throws {@link Refusal} of the source */
  pin(asOf?: string): PinnedFile<L> {
    const found = this.#source.find(asOf)
    return {
      level: this.level,
      edition: found.edition,
      use: async (work, signal) =>
        await this.#statements.pass({ who: askerOf(signal), isFree: false }, signal, () =>
          this.#lent(found, ({ engine }) =>
            engine.withConnection((connection) => work(duckdbCubes(connection), connection)),
          ),
        ),
    }
  }

  async ready(): Promise<void> {
    await this.#lent(this.#source.find(undefined), async () => undefined)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#retire(id)))
  }

  async #lent<T>(found: Found, work: (open: OpenEdition) => Promise<T>): Promise<T> {
    const open = await this.#acquire(found)
    try {
      return await work(open)
    } finally {
      open.users -= 1
      closeIfDrained(open)
    }
  }

  async #acquire(found: Found): Promise<OpenEdition> {
    const { key } = found.edition
    const opening = this.#open.get(key) ?? this.#openFile(found)
    this.#open.delete(key)
    this.#open.set(key, opening)
    const open = await opening.catch((error) => {
      this.#open.delete(key)
      throw error
    })
    if (open.retired) return await this.#acquire(found)
    open.users += 1
    const [oldest] = this.#open.keys()
    if (this.#open.size > maxOpen && oldest !== undefined) await this.#retire(oldest)
    return open
  }

  async #openFile({ file: path }: Found): Promise<OpenEdition> {
    const { threads = 2, memoryLimit = '2GB' } = this.#options
    const opening = Engine.open({ path, readOnly: true, sealed: true, threads, memoryLimit })
    const engine = await opening.catch((error: unknown) => {
      // Generations and snapshots are removed some time after newer ones came: a pinned one may be gone before it is opened.
      if (existsSync(path) || this.#source.find(undefined).file === path) throw error
      throw new Refusal('BUSY', 'Releases change while the answer is made. Ask again in a moment.')
    })
    await engine.withConnection(requireKnownLayout)
    return { engine, users: 0, retired: false }
  }

  async #retire(id: string): Promise<void> {
    const open = this.#open.get(id)
    this.#open.delete(id)
    const opened = await open?.catch(() => undefined)
    if (opened === undefined) return
    opened.retired = true
    closeIfDrained(opened)
  }
}

function closeIfDrained({ users, retired, engine }: OpenEdition): void {
  if (retired && users === 0) engine.close()
}
