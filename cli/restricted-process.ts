import { spawn } from 'node:child_process'
import { packagePath } from '#foundation'
import type { Terminal } from './output.ts'

/**
 * Starts the restricted listener as a process of its own.
 *
 * @returns stops it and waits for its end
 */
export function startRestrictedProcess(home: string, terminal: Terminal): () => Promise<void> {
  const child = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'serve', '--restricted'], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => terminal.err(`The restricted listener could not be started: ${error.message}\n`))
    child.on('close', () => resolve())
  })
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}
