import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Told } from './in-confinement.ts'
import { builtPath } from './package-files.ts'
import { Refusal } from './refusal.ts'

/** A function of the built package. */
export interface Call {
  readonly module: string
  readonly name: string
}

/** Milliseconds after which a thread that has nothing to do is ended: its libraries take memory. */
const longestRest = 30_000
/** Milliseconds in which a thread starts on any machine: it loads libraries before it sees anything of a caller. */
const longestStart = 30_000
/** Megabytes for objects that live shortly. */
const youngObjects = 16

/** A thread that calls one function, one call at a time, and is ended by a call that costs too much. */
export class ConfinedThread {
  readonly #worker: Worker
  #isAlive = true
  #rest: NodeJS.Timeout | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      this.#isAlive = false
    })
  }

  static async start({ module, name }: Call, megabytes: number): Promise<ConfinedThread> {
    const worker = new Worker(builtPath('foundation', 'in-confinement.js'), {
      workerData: { filename: builtPath(module), name },
      resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: youngObjects },
      execArgv: [],
      env: {},
    })
    const thread = new ConfinedThread(worker)
    await thread.#answerWithin(longestStart)
    return thread
  }

  /** Whether it can be given a call: one that rested too long has ended. */
  take(): boolean {
    clearTimeout(this.#rest)
    if (this.#isAlive) this.#worker.ref()
    return this.#isAlive
  }

  /**
   * @returns what gives the answer, or throws what the function threw: the thread is well in both cases
   * @throws {@link Refusal} `FILE_TOO_COSTLY`: the thread has ended
   */
  async ask(given: unknown, moved: readonly ArrayBuffer[], milliseconds: number): Promise<() => unknown> {
    this.#worker.postMessage(given, [...moved])
    const told = (await this.#answerWithin(milliseconds)) as Told
    this.#worker.unref()
    this.#rest = setTimeout(() => void this.#worker.terminate(), longestRest).unref()
    return () => answerOf(told)
  }

  async #answerWithin(milliseconds: number): Promise<unknown> {
    const limit = new AbortController()
    // An answer that came while this thread was busy is taken first.
    const timer = setTimeout(() => setImmediate(() => limit.abort()), milliseconds)
    try {
      const [answer] = await once(this.#worker, 'message', { signal: limit.signal })
      return answer
    } catch (error) {
      await this.#worker.terminate()
      if (limit.signal.aborted || (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw tooCostly(error)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

function answerOf(told: Told): unknown {
  if ('done' in told) return told.done
  if ('failed' in told) throw told.failed
  const { code, message, place } = told.refused
  throw new Refusal(code, message, place)
}

function tooCostly(cause: unknown): Refusal {
  const message = 'Reading this file takes more time or memory than any file of ours.'
  return new Refusal('FILE_TOO_COSTLY', message, {}, { cause })
}
