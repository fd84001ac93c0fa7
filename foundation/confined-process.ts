import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { CallOutcome } from './in-confinement.ts'
import { startedPath } from './package-files.ts'
import { Refusal } from './refusal/refusal.ts'

/** A function of the built package. */
export interface Call {
  readonly module: string
  readonly name: string
}

/** Milliseconds after which a process that has nothing to do is ended: its libraries take memory. */
const longestRest = 30_000
/** Milliseconds in which a process starts on any machine: it loads libraries before it sees anything of a caller. */
const longestStart = 30_000
/** Megabytes for objects that live shortly. */
const youngObjects = 8

/**
 * A process that calls one function, one call at a time, and is ended by a call that costs too much. It is no thread: where a single
 * object is too large for its memory the engine aborts the process, and a thread's process is the server.
 */
export class ConfinedProcess {
  readonly #child: ChildProcess
  #rest: NodeJS.Timeout | undefined

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('error', () => undefined)
  }

  static async start({ module, name }: Call, megabytes: number): Promise<ConfinedProcess> {
    const child = fork(startedPath('foundation/in-confinement.js'), [startedPath(module), name], {
      execArgv: [`--max-old-space-size=${megabytes}`, `--max-semi-space-size=${youngObjects}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {},
    })
    const process = new ConfinedProcess(child)
    await process.#answerWithin(longestStart)
    return process
  }

  /** Whether it can be given a call: one that rested too long has ended. */
  take(): boolean {
    clearTimeout(this.#rest)
    if (!this.#child.connected) return false
    this.#child.ref()
    this.#child.channel?.ref()
    return true
  }

  /**
   * @returns what gives the answer, or throws what the function threw: the process is well in both cases
   * @throws {@link Refusal} `FILE_TOO_COSTLY`: the process has ended
   */
  async ask(given: unknown, milliseconds: number): Promise<() => unknown> {
    this.#child.send(given as object, () => undefined)
    const outcome = (await this.#answerWithin(milliseconds)) as CallOutcome
    this.#child.unref()
    this.#child.channel?.unref()
    this.#rest = setTimeout(() => this.#end(), longestRest).unref()
    return () => answerOf(outcome)
  }

  async #answerWithin(milliseconds: number): Promise<unknown> {
    const limit = new AbortController()
    // An answer that came while this process was busy is taken first.
    const timer = setTimeout(() => setImmediate(() => limit.abort()), milliseconds)
    const ended = () => limit.abort()
    this.#child.once('exit', ended)
    try {
      const [answer] = await once(this.#child, 'message', { signal: limit.signal })
      return answer
    } catch (error) {
      this.#end()
      throw limit.signal.aborted ? tooCostly(error) : error
    } finally {
      clearTimeout(timer)
      this.#child.off('exit', ended)
    }
  }

  #end(): void {
    this.#child.kill('SIGKILL')
  }
}

function answerOf(outcome: CallOutcome): unknown {
  if ('done' in outcome) return outcome.done
  if ('failed' in outcome) throw outcome.failed
  const { code, message, place } = outcome.refused
  throw new Refusal(code, message, place)
}

function tooCostly(cause: unknown): Refusal {
  const message = 'Reading this file takes more time or memory than any file of ours.'
  return new Refusal('FILE_TOO_COSTLY', message, {}, { cause })
}
