// Installs the packages of the lock file when they are missing or the lock file has changed. Without dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the program. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const leastNode = [20, 19]
const neededBytes = 2 ** 30

/** Ends the process under a Node that is too old: nothing of the program could say so there. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return
  console.error(`Node ${leastNode.join('.')} or newer is needed, this is ${process.versions.node}.`)
  process.exit(1)
}

export function ensureInstalled() {
  requireNode()
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.taraza-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  accessSync(root, constants.W_OK)
  console.error('Installing packages …')
  // Not `npm ci`: it refuses a lock file that was written where binaries of other platforms were out of reach.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw notInstalled()
  writeFileSync(stamp, lock)
}

function notInstalled() {
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < neededBytes) return Object.assign(new Error('no room'), { code: 'ENOSPC' })
  console.error('The packages could not be installed. Is a registry of npm within reach? "npm ping" tells.')
  process.exit(1)
}
