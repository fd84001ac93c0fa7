import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, Refusal, systemErrorCode } from '#foundation'
import { requireKnownLayout } from '../columns/self-test.ts'
import type { GenerationManifest } from './manifest.ts'
import { factsFile, readGeneration } from './store.ts'

export interface ReaderOptions {
  readonly home: string
  readonly threads?: number
  readonly memoryLimit?: string
  /** Statements that may run at a time. Keep it well below `UV_THREADPOOL_SIZE`. */
  readonly concurrency?: number
  /** Statements that may wait; more are refused. */
  readonly queue?: number
}

export interface Lease {
  readonly facts: GenerationManifest
  readonly connection: DuckDBConnection
}

interface OpenGeneration {
  readonly facts: GenerationManifest
  readonly engine: Engine
  users: number
  retired: boolean
}

/**
 * Reads the current generation. A newly published one is opened beside the old one; whoever reads the old one finishes
 * there, and it is closed when the last has left. Each user gets a connection of its own.
 */
export class FactsReader {
  readonly #options: Required<Pick<ReaderOptions, 'concurrency' | 'queue'>> & ReaderOptions
  readonly #waiting: (() => void)[] = []
  #running = 0
  #pointer = ''
  #open: Promise<OpenGeneration> | undefined

  constructor(options: ReaderOptions) {
    this.#options = { concurrency: 4, queue: 200, ...options }
  }

  /** @throws {@link Refusal} `NO_DATA` before the first nightly run, `BUSY` when too many wait */
  async use<T>(work: (lease: Lease) => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      const open = await this.#acquire()
      try {
        return await open.engine.withConnection((connection) => work({ facts: open.facts, connection }))
      } finally {
        open.users -= 1
        closeIfDrained(open)
      }
    } finally {
      this.#leave()
    }
  }

  /** The generation that is read now. @throws {@link Refusal} `NO_DATA` */
  async facts(): Promise<GenerationManifest> {
    return (await this.#current()).facts
  }

  async close(): Promise<void> {
    await this.#retire()
  }

  /** Counts a user in. Between the opening and here, a newer generation may have retired this one. */
  async #acquire(): Promise<OpenGeneration> {
    const open = await this.#current()
    if (open.retired) return await this.#acquire()
    open.users += 1
    return open
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#options.concurrency) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= this.#options.queue)
      throw new Refusal('BUSY', 'Too many questions are waiting. Ask again in a moment.')
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running -= 1
    else next()
  }

  async #current(): Promise<OpenGeneration> {
    const pointer = readPointer(this.#options.home)
    if (this.#open === undefined || pointer !== this.#pointer) {
      const old = this.#retire()
      this.#pointer = pointer
      this.#open = this.#openGeneration(pointer)
      this.#open.catch(() => {
        this.#open = undefined
      })
      await old
    }
    return await this.#open
  }

  async #openGeneration(pointer: string): Promise<OpenGeneration> {
    const { home, threads = 2, memoryLimit = '2GB' } = this.#options
    const facts = readGeneration(home, (JSON.parse(pointer) as { generation: string }).generation)
    const engine = await Engine.open({
      path: factsFile(home, facts.id),
      readOnly: true,
      sealed: true,
      threads,
      memoryLimit,
    })
    await engine.withConnection(requireKnownLayout)
    return { facts, engine, users: 0, retired: false }
  }

  async #retire(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    const generation = await open?.catch(() => undefined)
    if (generation === undefined) return
    generation.retired = true
    closeIfDrained(generation)
  }
}

function closeIfDrained({ users, retired, engine }: OpenGeneration): void {
  if (retired && users === 0) engine.close()
}

function readPointer(home: string): string {
  try {
    return readFileSync(join(home, 'CURRENT.json'), 'utf8')
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
    throw new Refusal(
      'NO_DATA',
      'There are no figures yet: no nightly run has published a generation.',
      {},
      { cause: error },
    )
  }
}
