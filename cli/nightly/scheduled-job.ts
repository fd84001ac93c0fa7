import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import { builtPath } from '#foundation'

/** How a process of a schedule ended. */
export interface ScheduledEnd {
  /** `null` when it was killed or could not be started. */
  readonly exitCode: number | null
  /** In a few words: `exit code 1`, `SIGKILL`, `ENOENT`. */
  readonly how: string
  /** Names the process, as systemd names its own: one that told of itself needs nobody to tell of it. */
  readonly invocation: string
}

/** What a schedule runs. */
export interface ScheduledJob {
  run(): Promise<ScheduledEnd>
  /** Tells others that it failed, unless it did. */
  alert(end: ScheduledEnd): Promise<void>
}

type Log = Pick<Logger, 'info' | 'error'>

/** The nightly job of a home in processes of its own. What they write becomes lines of the log. */
export function scheduledJob(home: string, log: Log): ScheduledJob {
  const environment = { ...process.env, TARAZA_HOME: home }
  return {
    async run() {
      const invocation = randomUUID()
      return { invocation, ...(await commandProcess(['nightly'], { ...environment, INVOCATION_ID: invocation }, log)) }
    },
    async alert({ how, invocation }) {
      const given = { ...environment, MONITOR_INVOCATION_ID: invocation }
      const end = await commandProcess(['alert', 'nightly', '--result', how], given, log)
      if (end.exitCode !== 0) log.error(end, 'nobody could be notified')
    },
  }
}

function commandProcess(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<Omit<ScheduledEnd, 'invocation'>> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [builtPath('cli', 'main.js'), ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    eachLine(child.stdout, (line) => log.info({ command: words[0], line }, 'nightly'))
    eachLine(child.stderr, (line) => log.error({ command: words[0], line }, 'nightly'))
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ exitCode: null, how: error.code ?? error.message }))
    child.on('close', (exitCode, signal) => resolve({ exitCode, how: signal ?? `exit code ${exitCode}` }))
  })
}

function eachLine(stream: Readable, use: (line: string) => void): void {
  createInterface({ input: stream }).on('line', use)
}
