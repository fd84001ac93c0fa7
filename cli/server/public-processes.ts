import cluster, { type Worker } from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { AggregatorRegistry } from 'prom-client'
import type { RestrictedUpstream } from '#api'
import { builtPath, Refusal } from '#foundation'
import type { Terminal } from '../output.ts'
import type { RunningServer } from './running-server.ts'

/** Milliseconds between what each process tells of its requests. */
const reportInterval = 5000

/** A process that ends sooner than this after its start would only end again. */
const shortestLife = 5000

interface WorkerMessage {
  readonly url?: string
  readonly metrics?: object[]
}

/**
 * Serves from several processes on one port: each reads the same releases, keeps answers of its own and counts limits of
 * its own. One that ends is replaced.
 *
 * @throws {@link Refusal} `NOT_STARTED` when one ends before it serves; its message is above
 */
export async function serveClustered(
  count: number,
  environment: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<RunningServer> {
  cluster.setupPrimary({ exec: builtPath('cli', 'main.js'), args: ['serve'] })
  const processes = new PublicProcesses(environment, terminal)
  try {
    return { url: await processes.start(count), metrics: () => processes.metrics(), close: () => processes.close() }
  } catch (error) {
    await processes.close()
    throw error
  }
}

/** The processes that serve together, with what each told last. */
class PublicProcesses {
  readonly #messages = new Map<Worker, WorkerMessage>()
  readonly #environment: Readonly<Record<string, string>>
  readonly #terminal: Terminal
  #isServing = false

  constructor(environment: Readonly<Record<string, string>>, terminal: Terminal) {
    this.#environment = environment
    this.#terminal = terminal
  }

  /** Resolves to their address when all of them serve. */
  async start(count: number): Promise<string> {
    const [url = ''] = await Promise.all(Array.from({ length: count }, () => this.#startOne()))
    this.#isServing = true
    return url
  }

  /** Of all of them together. */
  async metrics(): Promise<string> {
    const all = [...this.#messages.values()].flatMap((one) => (one.metrics === undefined ? [] : [one.metrics]))
    return await AggregatorRegistry.aggregate(all).metrics()
  }

  async close(): Promise<void> {
    this.#isServing = false
    const workers = [...this.#messages.keys()]
    const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
    for (const worker of workers) worker.process.kill('SIGTERM')
    await Promise.all(ended)
  }

  async #startOne(): Promise<string> {
    const began = Date.now()
    const worker = cluster.fork(this.#environment)
    this.#messages.set(worker, {})
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        this.#messages.set(worker, { ...this.#messages.get(worker), ...message })
        if (message.url !== undefined) resolve(message.url)
      })
      worker.on('exit', (code, signal) => {
        this.#messages.delete(worker)
        reject(new Refusal('NOT_STARTED', 'A process ended before it served. Its message is above.'))
        if (this.#isServing) this.#replace(began, `${signal ?? code}`)
      })
    })
  }

  #replace(began: number, why: string): void {
    this.#terminal.err(`A process of the server ended (${why}).\n`)
    const start = () => this.#isServing && this.#startOne().catch(() => undefined)
    setTimeout(start, Math.max(0, shortestLife - (Date.now() - began)))
  }
}

/** What the processes have to know of each other: where the restricted one is, and a key for sessions that all accept. */
export function sharedEnvironment(
  restricted: RestrictedUpstream | undefined,
  key = randomBytes(32).toString('base64url'),
): Readonly<Record<string, string>> {
  return {
    TARAZA_INTERNAL_SECRET: restricted?.key ?? key,
    ...(restricted === undefined ? {} : { TARAZA_RESTRICTED_URL: restricted.url }),
  }
}

/** In one of several processes: tells the first one what it counts. */
export function tellFirstProcess(metrics: () => Promise<object[]>): void {
  if (cluster.worker === undefined) return
  const tell = async () => cluster.worker?.isConnected() && cluster.worker.send({ metrics: await metrics() })
  setInterval(tell, reportInterval).unref()
}
