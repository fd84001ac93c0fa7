import { spawn } from 'node:child_process'
import { packagePath } from '#foundation'

/** How a process ended: its exit code or signal, and what it said. */
export interface Ended {
  readonly end: number | string | null
  readonly text: string
}

/**
 * Runs a command line as a process.
 *
 * @param first - code that the process runs before, such as {@link faultAt} makes
 */
export function inProcess(home: string, words: readonly string[], first?: string): Promise<Ended> {
  const flags = first === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`]
  const child = spawn(process.execPath, [...flags, packagePath('dist', 'cli', 'main.js'), ...words], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ end: signal ?? code, text })))
}

/** The same for a night. */
export function nightProcess(home: string, incoming: string, first?: string): Promise<Ended> {
  return inProcess(home, ['nightly', '--jurisdiction', 'kg', '--incoming', incoming], first)
}

/** What happens to a process at one of its changes of files. */
export interface Fault {
  /** `kill` ends it before the change; `full` lets this change and later ones fail that need room. */
  readonly kind: 'kill' | 'full'
  /** Its number: 0 is the first change. */
  readonly change: number
  /** Counting begins when this file is replaced. */
  readonly from?: string
}

/** Code that brings about a fault at a change of files below a folder. Changes of the writer's lock are not counted. */
export function faultAt(folder: string, { kind, change, from }: Fault): string {
  return `import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const needRoom = ['writeFileSync', 'appendFileSync', 'mkdirSync', 'copyFileSync']
    let changes = 0
    let isCounting = ${from === undefined}
    for (const name of [...needRoom, 'renameSync', 'rmSync', 'unlinkSync', 'rmdirSync']) {
      const work = fs[name]
      fs[name] = (...words) => {
        const paths = words.slice(0, 2).map(String)
        isCounting ||= name === 'renameSync' && paths[1].endsWith(${JSON.stringify(from ?? '')})
        const isBelow = paths.some((path) => (path + '/').startsWith(${JSON.stringify(`${folder}/`)}))
        if (!isCounting || !isBelow || paths[0].includes('writer.lock')) return work(...words)
        const number = changes++
        ${kind === 'kill' ? kill(change) : full(change)}
        return work(...words)
      }
    }
    syncBuiltinESMExports()`
}

function kill(change: number): string {
  return `if (number === ${change}) process.kill(process.pid, 'SIGKILL')`
}

function full(change: number): string {
  return `if (number >= ${change} && needRoom.includes(name))
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })`
}
