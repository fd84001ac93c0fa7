// Starts the built program in a process of its own: the size of the thread pool and the painter's memory have to be in the
// environment before Node starts. With fewer threads a few slow questions would stop file reads and connections.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './ensure-installed.mjs'

// A server clears its memory often and briefly: with Node's usual 16 MB one answer in fifty waits for it twice as long.
const forServing = ['--max-semi-space-size=4']

// The engine's threads and ours would each hold memory of their own that they have given back.
const environmentOfServing = { MALLOC_ARENA_MAX: '2' }

// The painter of pictures asks for its megabytes anew each time: giving them back in between makes it take 90 ms instead of 40.
const environmentOfProgram = { UV_THREADPOOL_SIZE: '16', MIMALLOC_PURGE_DELAY: '-1' }

/** Runs one command line of the program; resolves to its exit code. `onReady` is called when a server answers. */
export function runProgram(words, { onReady, environment = {} } = {}) {
  const serves = words[0] === 'serve'
  const flags = serves ? forServing : []
  const program = spawn(process.execPath, [...flags, join(root, 'dist', 'cli', 'main.js'), ...words], {
    stdio: ['inherit', 'inherit', 'inherit', ...(onReady === undefined ? [] : ['ipc'])],
    env: { ...environmentOfProgram, ...(serves ? environmentOfServing : {}), ...process.env, ...environment },
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
