// Installs the packages of the lock file when they are missing or the lock file has changed. Without dependencies.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the program. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const leastNode = [20, 19]
const neededBytes = 2 ** 30
const packages = join(root, 'node_modules')
const stamp = join(packages, '.taraza-lock')
/** Which process of npm installs, while it lasts: what a stopped installation left is not believed. */
const mark = join(root, '.build', 'installing')

/** Ends the process under a Node that is too old: nothing of the program could say so there. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return
  console.error(`Node ${leastNode.join('.')} or newer is needed, this is ${process.versions.node}.`)
  process.exit(1)
}

export async function ensureInstalled() {
  requireNode()
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (!existsSync(mark) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  accessSync(root, constants.W_OK)
  await othersToEnd()
  console.error('Installing packages …')
  if (existsSync(mark)) rmSync(packages, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
  mkdirSync(join(root, '.build'), { recursive: true })
  await install()
  writeFileSync(stamp, lock)
  rmSync(mark)
}

/** Waits for another installation of this checkout that is at work. */
async function othersToEnd() {
  for (let said = false; isAtWork(); said = true) {
    if (!said) console.error('Another installation of these packages is at work: waiting for it …')
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

function isAtWork() {
  if (!existsSync(mark)) return false
  try {
    return process.kill(Number(readFileSync(mark, 'utf8')), 0)
  } catch {
    return false
  }
}

/** Exactly what the lock file names, by its hashes; no package may run a script of its own while it is installed. */
async function install() {
  const start = Date.now()
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  writeFileSync(mark, String(npm.pid))
  const telling = setInterval(() => console.error(`… for ${Math.round((Date.now() - start) / 1000)} s`), 10_000)
  const stop = () => npm.once('close', () => process.exit(1)).kill('SIGKILL')
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
  const code = await new Promise((resolve) => npm.on('error', resolve).on('close', resolve))
  clearInterval(telling)
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
  if (code !== 0) throw notInstalled()
}

function notInstalled() {
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < neededBytes) return Object.assign(new Error('no room'), { code: 'ENOSPC' })
  console.error('The packages could not be installed. Is a registry of npm within reach? "npm ping" tells.')
  process.exit(1)
}
