import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { builtPath } from '#foundation'
import { preparationOf } from '#warehouse'
import type { Terminal } from '../output.ts'
import { timeLeft } from '../time-left.ts'

const lowPriority = 10

/**
 * Makes the figures of a sample home in a process beside the server, which goes on answering.
 *
 * @returns stops it; what it has done so far stays
 */
export function startPreparing(home: string, terminal: Terminal): () => void {
  const child = spawn(process.execPath, [builtPath('cli', 'main.js'), 'prepare'], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const telling = setInterval(() => tell(home, terminal), 1000).unref()
  child.on('error', (error) => terminal.err(`The figures of this installation cannot be made: ${error.message}\n`))
  child.on('close', (code) => {
    clearInterval(telling)
    if (code !== 0 && code !== null) terminal.err(failed)
  })
  if (child.pid !== undefined) setPriority(child.pid, lowPriority)
  return () => void child.kill('SIGTERM')
}

const failed =
  'The figures of this installation could not be made, for the reason above. The sample stays on show; the next start tries again.\n'

/** The process that makes them is too busy to say it in time. */
function tell(home: string, terminal: Terminal): void {
  const preparation = preparationOf(home)
  if (preparation === undefined) return
  const { done, secondsLeft, step } = preparation
  terminal.progress(`Own figures: ${timeLeft(done, secondsLeft)}: ${step}`)
}
