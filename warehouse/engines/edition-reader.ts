import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, Turnstile } from '#foundation'
import { requireKnownLayout } from '../columns/self-test.ts'
import type { Level } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'
import type { CubeLease, CubeReader } from './cube-engine.ts'
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
export interface Shelf<L extends Level> {
  /** Whose questions are answered from it. */
  readonly level: L
  /** The edition to read, by default the one that is served now. @throws {@link Refusal} where there is none */
  find(asOf: string | undefined): { readonly edition: Edition; readonly file: string }
}

/** An edition that stays open while somebody reads it, with a connection of their own. */
export interface Lease extends CubeLease {
  readonly connection: DuckDBConnection
}

interface OpenEdition {
  readonly edition: Edition
  readonly engine: Engine
  users: number
  retired: boolean
}

/** How many statements run and wait at a time, unless told otherwise. */
export const usual = { concurrency: 4, queue: 200 } as const

/** Editions that stay open: the one that is served, and earlier ones that somebody asked for. */
const mostOpen = 4

/**
 * Reads the editions of a shelf. A newly published one is opened beside the old one; whoever reads the old one finishes
 * there, and it is closed when the last has left. Each user gets a connection of its own.
 */
export class EditionReader<L extends Level> implements CubeReader<L> {
  readonly level: L
  readonly #shelf: Shelf<L>
  readonly #options: ReaderOptions
  readonly #turnstile: Turnstile
  readonly #open = new Map<string, Promise<OpenEdition>>()

  constructor(shelf: Shelf<L>, options: ReaderOptions) {
    this.level = shelf.level
    this.#shelf = shelf
    this.#options = options
    this.#turnstile = new Turnstile(options.concurrency ?? usual.concurrency, options.queue ?? usual.queue)
  }

  /** @throws {@link Refusal} of the shelf, or `BUSY` when too many wait */
  async use<T>(asOf: string | undefined, work: (lease: Lease) => Promise<T>): Promise<T> {
    return await this.#turnstile.pass(async () => {
      const open = await this.#acquire(asOf)
      const { edition, engine } = open
      try {
        return await engine.withConnection((connection) =>
          work({ edition, connection, cubes: duckdbCubes(connection) }),
        )
      } finally {
        open.users -= 1
        closeIfDrained(open)
      }
    })
  }

  /** The edition that is read now. @throws {@link Refusal} of the shelf */
  edition(asOf?: string): Edition {
    return this.#shelf.find(asOf).edition
  }

  async ready(): Promise<void> {
    const open = await this.#acquire(undefined)
    open.users -= 1
    closeIfDrained(open)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#retire(id)))
  }

  async #acquire(asOf: string | undefined): Promise<OpenEdition> {
    const { edition, file } = this.#shelf.find(asOf)
    const open = this.#open.get(edition.id) ?? this.#openEdition(edition, file)
    this.#open.delete(edition.id)
    this.#open.set(edition.id, open)
    const found = await open.catch((error) => {
      this.#open.delete(edition.id)
      throw error
    })
    if (found.retired) return await this.#acquire(asOf)
    found.users += 1
    const [oldest] = this.#open.keys()
    if (this.#open.size > mostOpen && oldest !== undefined) await this.#retire(oldest)
    return found
  }

  async #openEdition(edition: Edition, path: string): Promise<OpenEdition> {
    const { threads = 2, memoryLimit = '2GB' } = this.#options
    const engine = await Engine.open({ path, readOnly: true, sealed: true, threads, memoryLimit })
    await engine.withConnection(requireKnownLayout)
    return { edition, engine, users: 0, retired: false }
  }

  async #retire(id: string): Promise<void> {
    const open = this.#open.get(id)
    this.#open.delete(id)
    const edition = await open?.catch(() => undefined)
    if (edition === undefined) return
    edition.retired = true
    closeIfDrained(edition)
  }
}

function closeIfDrained({ users, retired, engine }: OpenEdition): void {
  if (retired && users === 0) engine.close()
}
