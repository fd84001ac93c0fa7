// Starts the built program in a process of its own: the size of the thread pool and the painter's memory have to be in the
// environment before Node starts. With fewer threads a few slow questions would stop file reads and connections.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './ensure-installed.mjs'

// A server clears its memory often and briefly: with Node's usual 16 MB one answer in fifty waits for it twice as long. Its threads
// let their heaps grow by less than usual before they clear them.
const flagsOfServing = ['--max-semi-space-size=4', '--heap-growing-percent=15']

// What threads and large answers have given back goes back to the system.
const environmentOfServing = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}

// The painter of pictures asks for its megabytes anew each time: giving them back in between makes it take 90 ms instead of 40.
const environmentOfProgram = { UV_THREADPOOL_SIZE: '16', MIMALLOC_PURGE_DELAY: '-1' }

/** The flags of Node and the environment with which a command of the program is started; deploy/ starts it so too. */
export function processSettings([command]) {
  if (command !== 'serve') return { flags: [], environment: environmentOfProgram }
  return { flags: flagsOfServing, environment: { ...environmentOfProgram, ...environmentOfServing } }
}

const main = join(root, 'dist', 'cli', 'main.js')

/** Whether there is a program that can be run, of whatever state. The packages that it needs lie beside an installed package. */
export function isBuilt() {
  const isCheckout = existsSync(join(root, 'tsconfig.json'))
  return existsSync(main) && (!isCheckout || existsSync(join(root, 'node_modules')))
}

/** Runs one command line of the program; resolves to its exit code. `onReady` is called when a server answers. */
export function runProgram(words, { onReady, environment = {} } = {}) {
  const settings = processSettings(words)
  const program = spawn(process.execPath, [...settings.flags, main, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', ...(onReady === undefined ? [] : ['ipc'])],
    env: { ...settings.environment, ...process.env, ...environment },
  })
  if (onReady !== undefined) program.once('message', onReady)
  const pass = (signal) => program.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  return new Promise((resolve) => {
    program.on('exit', (code, signal) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(signal ? 1 : (code ?? 1))
    })
  })
}
