import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import type { Restricted } from '#api'
import { builtPath, Refusal } from '#foundation'
import type { Terminal } from './output.ts'

/** Milliseconds between what the public server tells of its requests. */
const tellingInterval = 5000

export interface RestrictedProcess extends Restricted {
  /** Tells it now and then what the public server counts: only the restricted listener shows metrics. */
  tellMetrics(metrics: () => Promise<string>): void
  /** Stops it and waits for its end. */
  stop(): Promise<void>
}

/**
 * Starts the restricted listener as a process of its own, and gives it the key under which the public server speaks for
 * those whom it has signed in.
 *
 * @throws {@link Refusal} `RESTRICTED_NOT_STARTED`
 */
export async function startRestrictedProcess(
  home: string,
  terminal: Terminal,
  key = randomBytes(32).toString('base64url'),
): Promise<RestrictedProcess> {
  const child = spawn(process.execPath, [builtPath('cli', 'main.js'), 'serve', '--restricted'], {
    env: { ...process.env, TARAZA_HOME: home, TARAZA_INTERNAL_KEY: key },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => terminal.err(`The restricted listener could not be started: ${error.message}\n`))
    child.on('close', () => resolve())
  })
  const told = new Promise<string>((resolve) => {
    child.on('message', ({ url }: { url: string }) => resolve(url))
  })
  const url = await Promise.race([told, ended])
  if (url === undefined) {
    const message = 'The restricted listener ended at once. What it said stands above; is its port in use?'
    throw new Refusal('RESTRICTED_NOT_STARTED', message)
  }
  const telling = new AbortController()
  const tellMetrics = (metrics: () => Promise<string>) => {
    const tell = async () => child.connected && child.send({ metrics: await metrics() })
    const timer = setInterval(tell, tellingInterval)
    telling.signal.addEventListener('abort', () => clearInterval(timer))
  }
  const stop = async () => {
    telling.abort()
    child.kill('SIGTERM')
    await ended
  }
  return { url, key, tellMetrics, stop }
}

/** In the restricted process: the last that it was told. */
export function lastToldMetrics(): () => string {
  let told = ''
  process.on('message', ({ metrics }: { metrics?: string }) => {
    told = metrics ?? told
  })
  // Whether somebody may still tell something is no reason to go on.
  process.channel?.unref()
  return () => told
}
