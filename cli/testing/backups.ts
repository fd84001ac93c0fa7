import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath, sha256 } from '#foundation'
import { runOn, type TestHome } from './homes.ts'

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

/** The backups in a folder, oldest first. */
export function backupNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^\d/.test(name))
}

/** The files of the home that a backup becomes beside the home of a test. */
export async function restoredTree({ home }: TestHome, from: string): Promise<Readonly<Record<string, string>>> {
  const restored = join(home, '..', 'restored')
  rmSync(restored, { recursive: true, force: true })
  const { code, err } = await runOn(restored, ['restore', from])
  if (code !== 0 || err !== '') throw new Error(`The restore ended with ${code}: ${err}`)
  return homeTree(restored)
}
