import { spawn } from 'node:child_process'
import { Refusal, systemErrorCode } from '#foundation'
import type { RunNotice } from '#warehouse'

/** What the program of an installation knows of the environment: none of the secrets of this one. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']

/**
 * Runs the program of the installation with a notice on its standard input, without a shell.
 *
 * @param command - the whole path and its arguments, parted by blanks; quotation marks mean nothing
 * @param deadline - milliseconds, after which the program is killed
 * @throws {@link Refusal} `ON_RUN_FAILED`, `ON_RUN_TIMEOUT`, `ON_RUN_NOT_FOUND`
 */
export async function runCommand(command: string, notice: RunNotice, deadline: number): Promise<void> {
  const [program = '', ...words] = command.trim().split(/\s+/)
  const failure = await failureOf(program, words, JSON.stringify(notice), deadline)
  if (failure !== undefined) throw failure
}

function failureOf(
  program: string,
  words: readonly string[],
  input: string,
  deadline: number,
): Promise<Refusal | undefined> {
  const given = Object.entries(process.env).filter(([name]) => passedOn.includes(name))
  return new Promise((resolve) => {
    // A group of its own, so that what the program started ends with it.
    const child = spawn(program, words, {
      env: Object.fromEntries(given),
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
    })
    const timer = setTimeout(() => {
      resolve(refusal('ON_RUN_TIMEOUT', `The program did not end within ${deadline / 1000} s and was stopped.`))
      killGroup(child.pid)
    }, deadline)
    const finish = (failure?: Refusal) => {
      clearTimeout(timer)
      resolve(failure)
    }
    child.on('error', (error) => finish(notStarted(systemErrorCode(error) ?? error.message)))
    child.on('exit', (code, signal) => finish(code === 0 ? undefined : failed(signal ?? `exit code ${code}`)))
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error
  }
}

function failed(end: string): Refusal {
  return refusal('ON_RUN_FAILED', `The program ended with ${end}. The result of the run is not changed.`)
}

function notStarted(why: string): Refusal {
  return refusal('ON_RUN_NOT_FOUND', `The program could not be started (${why}). Check its path and its permissions.`)
}

function refusal(code: string, message: string): Refusal {
  return new Refusal(code, `TARAZA_ON_RUN: ${message}`, { parameter: 'TARAZA_ON_RUN' })
}
