import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { builtPath } from '#foundation'
import type { Terminal } from '../output.ts'

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
  child.on('error', (error) => terminal.err(`The figures of this home cannot be made: ${error.message}\n`))
  child.on('close', (code) => {
    if (code !== 0 && code !== null)
      terminal.err('The figures of this home could not be made; the sample is shown on. What was wrong stands above.\n')
  })
  if (child.pid !== undefined) setPriority(child.pid, lowPriority)
  return () => void child.kill('SIGTERM')
}
