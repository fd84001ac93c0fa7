import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath, sha256 } from '#foundation'

const program = packagePath('dist', 'cli', 'main.js')
const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups']

/** Every file below a folder with its hash: two copies are equal when these are. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]))
}

/** The same of a home, without what no backup contains. */
export function homeTree(home: string): Readonly<Record<string, string>> {
  const isPart = (name: string) => !['writer.lock', 'backup.json', 'access/ledger-gap.json'].includes(name)
  return Object.fromEntries(Object.entries(treeOf(home)).filter(([name]) => isPart(name)))
}

/** Runs a command line as a user without rights, as a process. */
export function asNobody(home: string, ...words: string[]) {
  const environment = { ...process.env, TARAZA_HOME: home }
  const command = [...nobody, process.execPath, program, ...words]
  return spawnSync('setpriv', command, { encoding: 'utf8', env: environment })
}

/** Whether tests may act as that user here. */
export function canBeNobody(): boolean {
  return process.getuid?.() === 0 && asNobody('/nowhere', '--version').status === 0
}

/** Mounts an empty disk. @returns whether that is allowed here */
export function mountDisk(path: string, size = '200m'): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', path]).status === 0
}

export function unmountDisk(path: string): void {
  spawnSync('umount', ['-l', path])
}

/** How a process ended: its exit code or signal, and what it said. */
export interface Ended {
  readonly end: number | string | null
  readonly text: string
}

/**
 * Runs a command line as a process.
 *
 * @param first - code that the process runs before, such as to end it at a certain moment
 */
export function inProcess(home: string, words: readonly string[], first?: string): Promise<Ended> {
  const flags = first === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`]
  const child = spawn(process.execPath, [...flags, program, ...words], { env: { ...process.env, TARAZA_HOME: home } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ end: signal ?? code, text })))
}

/** Code that ends its process before its change of files of that number. */
export function killerAt(change: number): string {
  return beforeChanges(`if (changes++ === ${change}) process.kill(process.pid, 'SIGKILL')`)
}

/** Code that lets a change of files of that number fail for lack of room. */
export function fullAt(change: number): string {
  return beforeChanges(`if (changes++ === ${change}) throw Object.assign(new Error('full'), { code: 'ENOSPC' })`)
}

function beforeChanges(statement: string): string {
  return `import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    let changes = 0
    for (const name of ['renameSync', 'writeFileSync', 'mkdirSync']) {
      const work = fs[name]
      fs[name] = (...words) => {
        ${statement}
        return work(...words)
      }
    }
    syncBuiltinESMExports()`
}
