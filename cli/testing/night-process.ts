import { spawn } from 'node:child_process'
import { packagePath } from '#foundation'

/**
 * Runs a night as a process of its own.
 *
 * @param killer - code that the process runs first, such as to end it at a certain moment
 * @returns its exit code, or the signal that ended it
 */
export function nightProcess(home: string, incoming: string, killer?: string): Promise<number | string | null> {
  const flags = killer === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(killer)}`]
  const words = ['nightly', '--jurisdiction', 'kg', '--incoming', incoming]
  const child = spawn(process.execPath, [...flags, packagePath('dist', 'cli', 'main.js'), ...words], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
}
