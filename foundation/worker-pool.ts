import { setMaxListeners } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import type Pool from 'tinypool'
import { askerOf, sharedUsage } from './asker.ts'
import { FairQueue } from './fair-queue.ts'
import { startedPath } from './package-files.ts'
import { stopped } from './stopped.ts'

/** Milliseconds after which the thread of long work ends: what it has loaded takes memory. */
const longestRest = 30_000

/** What Tinypool says to work whose thread was ended. */
const threadEnded = 'Terminating worker thread'

/** Megabytes: with more a thread clears away seldom. The largest workbook takes 80. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 112 }

/** Work that can be ended: in which module it is done, and how much memory it may take. */
interface LongWork {
  readonly module: string
  readonly limits: typeof resourceLimits
}

/** Packs take more, one after the other, and give way to everything else. */
const packs: LongWork = {
  module: 'foundation/in-long-thread.js',
  limits: { ...resourceLimits, maxOldGenerationSizeMb: 192 },
}
/** A release waits for what it measures: that gives way to nothing. */
const measures: LongWork = {
  module: 'foundation/in-ended-thread.js',
  limits: { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 512 },
}

/** A thread beside this one, started with its first work. */
class Thread {
  readonly #long: LongWork | undefined
  #pool: Promise<Pool> | undefined
  /** Work waits here and not in the thread, where it could not be taken back. */
  readonly #queue = new FairQueue({ atOnce: 1, perAsker: 1, waiting: Number.POSITIVE_INFINITY }, sharedUsage)

  constructor(long?: LongWork) {
    this.#long = long
  }

  async run(work: { filename: string; name: string }, given: unknown, signal: AbortSignal | undefined) {
    // All charts of a page listen to one signal.
    if (signal !== undefined) setMaxListeners(0, signal)
    return await this.#queue.pass({ who: askerOf(signal), isFree: false }, signal, async () => {
      this.#pool ??= this.#start()
      const pool = await this.#pool
      if (this.#long === undefined) return await pool.run(given, work)
      return await runEndable(pool, { ...work, given }, signal)
    })
  }

  async #start(): Promise<Pool> {
    const { Tinypool } = await import('tinypool')
    if (this.#long === undefined) return new Tinypool({ minThreads: 1, maxThreads: 1, execArgv: [], resourceLimits })
    const { module, limits } = this.#long
    return new Tinypool({
      filename: startedPath(module),
      name: 'workInTurn',
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: longestRest,
      execArgv: [],
      resourceLimits: limits,
    })
  }
}

/**
 * A thread that is ended because one caller left can be given the next work before it has stopped: another thread does that then.
 */
async function runEndable(pool: Pool, work: object, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await pool.run(work, signal === undefined ? {} : { signal })
  } catch (error) {
    if (signal?.aborted) throw stopped(signal)
    if (!(error instanceof Error && error.message === threadEnded)) throw error
    return await runEndable(pool, work, signal)
  }
}

/** Charts wait for nothing that takes long, and single pictures not for packs. */
const threads = {
  charts: new Thread(),
  pictures: new Thread(packs),
  long: new Thread(packs),
  measures: new Thread(measures),
}

/** A function that is done elsewhere: what goes in and out is copied, so it is plain data. */
type Work = (given: never) => unknown

interface WorkerOptions {
  /** Fires when nobody waits for the work any more: it is not begun, and long work is ended. */
  readonly signal?: AbortSignal | undefined
  /** Where it is done: what takes longer than a chart has threads of its own. */
  readonly thread?: keyof typeof threads
}

/**
 * Calls a function in a thread beside this one, which goes on answering others. The thread is started with the first call and runs
 * what is built, even for tests: it has no way to read the sources. Work that is done there already stays there.
 *
 * @param module - of the built package, such as `dashboards/render/draw-svg.js`
 * @param name - of the function that the module exports
 * @throws {@link Refusal} `DEADLINE` when the signal fires, and what the function throws
 */
export async function runInWorker<Done extends Work>(
  module: string,
  name: string,
  given: Parameters<Done>[0],
  { signal, thread = 'charts' }: WorkerOptions = {},
): Promise<Awaited<ReturnType<Done>>> {
  const filename = startedPath(module)
  if (!isMainThread) return await (await import(filename))[name](given)
  return await threads[thread].run({ filename, name }, given, signal)
}
