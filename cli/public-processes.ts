import cluster, { type Worker } from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { AggregatorRegistry } from 'prom-client'
import type { Restricted } from '#api'
import { builtPath, Refusal } from '#foundation'
import type { Terminal } from './output.ts'
import type { RunningServer } from './running-server.ts'

/** Milliseconds between what each process tells of its requests. */
const tellingInterval = 5000

/** A process that ends sooner than this after its start would only end again. */
const shortestLife = 5000

interface Told {
  readonly url?: string
  readonly metrics?: object[]
}

/**
 * Serves from several processes on one port: each reads the same releases, keeps answers of its own and counts limits of
 * its own. One that ends is replaced.
 *
 * @throws {@link Refusal} `NOT_STARTED` when one ends before it serves; what it said stands above
 */
export async function servePublicly(
  count: number,
  environment: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<RunningServer> {
  cluster.setupPrimary({ exec: builtPath('cli', 'main.js'), args: ['serve'] })
  const told = new Map<Worker, Told>()
  let isServing = false
  const start = () =>
    new Promise<string>((resolve, reject) => {
      const began = Date.now()
      const worker = cluster.fork(environment)
      told.set(worker, {})
      worker.on('message', (message: Told) => {
        told.set(worker, { ...told.get(worker), ...message })
        if (message.url !== undefined) resolve(message.url)
      })
      worker.on('exit', (code, signal) => {
        told.delete(worker)
        reject(new Refusal('NOT_STARTED', 'A process ended before it served. What it said stands above.'))
        if (!isServing) return
        terminal.err(`A process of the server ended (${signal ?? code}).\n`)
        setTimeout(() => isServing && start().catch(() => undefined), Math.max(0, shortestLife - (Date.now() - began)))
      })
    })
  const close = async () => {
    isServing = false
    const workers = [...told.keys()]
    const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
    for (const worker of workers) worker.process.kill('SIGTERM')
    await Promise.all(ended)
  }
  try {
    const [url = ''] = await Promise.all(Array.from({ length: count }, start))
    isServing = true
    const metrics = async () => {
      const all = [...told.values()].flatMap((one) => (one.metrics === undefined ? [] : [one.metrics]))
      return await AggregatorRegistry.aggregate(all).metrics()
    }
    return { url, metrics, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the processes have to know of each other: where the restricted one is, and a key for sessions that all accept. */
export function sharedBy(
  restricted: Restricted | undefined,
  key = randomBytes(32).toString('base64url'),
): Readonly<Record<string, string>> {
  return {
    TARAZA_INTERNAL_KEY: restricted?.key ?? key,
    ...(restricted === undefined ? {} : { TARAZA_RESTRICTED_URL: restricted.url }),
  }
}

/** In one of several processes: tells the first one what it counts. */
export function tellFirstProcess(metrics: () => Promise<object[]>): void {
  if (cluster.worker === undefined) return
  const tell = async () => cluster.worker?.isConnected() && cluster.worker.send({ metrics: await metrics() })
  setInterval(tell, tellingInterval).unref()
}
