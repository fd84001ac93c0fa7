// Processes that are measured from outside: the program as an operator starts it.
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { processSettings } from '../scripts/run-program.mjs'

const program = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')

/** Settings of a server whose event loop is watched. */
export const watched = { FLAGS: ['--import', join(import.meta.dirname, 'watch-loop.mjs')] }

/** Runs one command to its end; resolves to its seconds, to milliseconds of CPU time in all its threads, and to its peak memory in MB. */
export async function runToEnd(words, settings = {}) {
  const start = performance.now()
  const child = begin(words, settings, 'ignore')
  let [peak, cpu] = [0, 0]
  const watching = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid))
    cpu = Math.max(cpu, timesOf(statOf(child.pid)) * millisecondsOfTick)
  }, 50)
  const code = await new Promise((resolve) => child.on('exit', resolve))
  clearInterval(watching)
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`)
  return { seconds: (performance.now() - start) / 1000, cpu, peak }
}

/** Starts a server of a home; resolves when it is ready to its address, how long that took, and how to ask and stop it. */
export async function startServing(home, settings = {}) {
  const start = performance.now()
  return await untilReady(begin(['serve'], { ...settings, TARAZA_HOME: home }, 'pipe'), start)
}

/** Starts a server that sends the headers and the body in a file and does nothing else, watched like that of the program. */
export async function startBare(file) {
  const words = [...watched.FLAGS, join(import.meta.dirname, 'bare-server.mjs'), file]
  return await untilReady(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] }), performance.now())
}

/** Milliseconds in which an empty process of Node starts with the database loaded. */
export async function emptyStart() {
  const start = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', "await import('@duckdb/node-api')"], {
    cwd: import.meta.dirname,
    stdio: 'ignore',
  })
  await new Promise((resolve) => child.on('exit', resolve))
  return performance.now() - start
}

/** Milliseconds of CPU time in which an empty process of Node starts and loads a file of sentences into a bare table. */
export function cpuOfBareLoad(file, path) {
  const script = `const { loadBare } = await import('./bare-load.mjs')
    await loadBare(...process.argv.slice(1))
    const { user, system } = process.cpuUsage()
    console.log((user + system) / 1000)`
  const words = ['--input-type=module', '--eval', script, file, path]
  return Number(execFileSync(process.execPath, words, { cwd: import.meta.dirname, encoding: 'utf8' }))
}

async function untilReady(child, start) {
  let said = ''
  const url = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout.on('data', (text) => {
      said += text
      const [, found] = /ready: (\S+)/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
  })
  const ready = performance.now() - start
  const stop = async () => {
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  /** The longest time, in ms, in which the event loop of a watched server did nothing else since this was last asked. */
  const longestStop = async () => {
    said = ''
    child.kill('SIGUSR2')
    while (!said.includes('longest stop')) await new Promise((resolve) => setTimeout(resolve, 20))
    return Number(/longest stop (\S+)/.exec(said)[1])
  }
  return { url, ready, pid: child.pid, stop, longestStop }
}

function begin(words, settings, stdout) {
  const { flags, environment } = processSettings(words)
  return spawn(process.execPath, [...flags, ...(settings.FLAGS ?? []), program, ...words], {
    env: { ...process.env, ...environment, LOG_LEVEL: 'silent', PORT: '0', ...settings, FLAGS: '' },
    stdio: ['ignore', stdout, 'ignore'],
  })
}

/** The greatest resident memory that a process has had, in MB; 0 when it has ended. */
export function peakOf(pid) {
  return memoryOf(pid, 'VmHWM')
}

/** Its resident memory now, in MB. */
export function memoryOf(pid, entry = 'VmRSS') {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`${entry}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const millisecondsOfTick = 10

/** Milliseconds of CPU time that a process and its children have taken until now, in all their threads. */
export function cpuOf(pid) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)[1] === String(pid))
  return [pid, ...children].reduce((sum, one) => sum + timesOf(statOf(one)), 0) * millisecondsOfTick
}

/** What the system tells of a process behind its name: state, parent and so on; nothing when it has ended. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** Its own time, and that of children that have ended: of users and of the system. */
function timesOf(stat) {
  return stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
}
