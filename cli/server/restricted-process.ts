import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { RestrictedUpstream } from '#api'
import { builtPath, Refusal } from '#foundation'
import type { Terminal } from '../output.ts'

/** Milliseconds between what the public server tells of its requests. */
const tellingInterval = 5000

export interface RestrictedProcess extends RestrictedUpstream {
  /** Tells it now and then what the public server counts: only the restricted listener shows metrics. */
  tellMetrics(metrics: () => Promise<string>): void
  /** Stops it and waits for its end. */
  stop(): Promise<void>
}

/** A process that ends sooner than this after its start would only end again. */
const shortestLife = 5000

/**
 * Starts the restricted listener as a process of its own, and gives it the key under which the public server speaks for
 * those whom it has signed in. One that ends is replaced, at the same address.
 *
 * @throws {@link Refusal} `RESTRICTED_NOT_STARTED`
 */
export async function startRestrictedProcess(
  home: string,
  terminal: Terminal,
  key = randomBytes(32).toString('base64url'),
): Promise<RestrictedProcess> {
  const environment = { ...process.env, TARAZA_HOME: home, TARAZA_INTERNAL_SECRET: key }
  let running = begin(environment, terminal)
  const url = await Promise.race([running.url, running.ended])
  if (url === undefined) {
    const message = 'The restricted listener ended at once. Its message is above; is its port in use?'
    throw new Refusal('RESTRICTED_NOT_STARTED', message)
  }
  const stopping = new AbortController()
  const replace = async (): Promise<void> => {
    await running.ended
    if (stopping.signal.aborted) return
    terminal.err('The restricted listener ended. It is started again.\n')
    await rest(Math.max(0, shortestLife - (Date.now() - running.began)), stopping.signal)
    if (stopping.signal.aborted) return
    running = begin({ ...environment, TARAZA_OPERATOR_PORT: new URL(url).port }, terminal)
    return await replace()
  }
  void replace()
  const tellMetrics = (metrics: () => Promise<string>) => {
    const tell = async () => running.child.connected && running.child.send({ metrics: await metrics() })
    const timer = setInterval(tell, tellingInterval)
    stopping.signal.addEventListener('abort', () => clearInterval(timer))
  }
  const stop = async () => {
    stopping.abort()
    running.child.kill('SIGTERM')
    await running.ended
  }
  return { url, key, tellMetrics, stop }
}

function begin(environment: NodeJS.ProcessEnv, terminal: Terminal) {
  const child = spawn(process.execPath, [builtPath('cli', 'main.js'), 'serve', '--restricted'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<undefined>((resolve) => {
    child.on('error', (error) => terminal.err(`The restricted listener could not be started: ${error.message}\n`))
    child.on('close', () => resolve(undefined))
  })
  const url = new Promise<string>((resolve) => {
    child.on('message', ({ url: own }: { url: string }) => resolve(own))
  })
  return { child, ended, url, began: Date.now() }
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
}

/** In the restricted process: the last that it was told. */
export function latestMetrics(): () => string {
  let latest = ''
  process.on('message', ({ metrics }: { metrics?: string }) => {
    latest = metrics ?? latest
  })
  return () => latest
}
