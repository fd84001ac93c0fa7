import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packagePath } from '#foundation'
import { type Configuration, readConfiguration } from '../configuration.ts'
import { runCommandLine } from '../program.ts'

/** A folder for one test, with an empty home and an incoming folder. */
export interface TestHome {
  readonly home: string
  readonly incoming: string
  /** Writes a file into the incoming folder. */
  deliver(name: string, content: string | Uint8Array): string
  /** Runs a command line on this home. */
  run(...words: string[]): Promise<Ended>
  /** The same with further settings. */
  runWith(settings: NodeJS.ProcessEnv, ...words: string[]): Promise<Ended>
  readonly configuration: Configuration
  remove(): void
}

/** How a command line ended, and what it wrote. */
export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export function testHome(): TestHome {
  const folder = mkdtempSync(join(tmpdir(), 'taraza-test-'))
  const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
  mkdirSync(incoming)
  return {
    home,
    incoming,
    deliver(name, content) {
      const path = join(incoming, name)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, content)
      return path
    },
    run: (...words) => runOn(home, words),
    runWith: (settings, ...words) => runOn(home, words, settings),
    configuration: readConfiguration({ TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * Gives a home the same secrets in each run, so that a test of what chance decides does not fail by chance. The long tests go without:
 * each of their runs tries another draw.
 */
export function keepSecrets(home: string): void {
  if (process.env['TARAZA_TEST'] === 'long') return
  const secrets = join(home, 'secrets')
  mkdirSync(secrets, { recursive: true, mode: 0o700 })
  for (const name of ['pseudonyms', 'disclosure'])
    writeFileSync(join(secrets, `${name}.key`), createHash('sha256').update(`test ${name}`).digest(), { mode: 0o600 })
}

/** Runs a command line on a home and collects what it writes. */
export async function runOn(home: string, words: readonly string[], settings: NodeJS.ProcessEnv = {}): Promise<Ended> {
  let [out, err] = ['', '']
  const terminal = {
    out: (text: string | Uint8Array) => {
      out += typeof text === 'string' ? text : Buffer.from(text).toString()
    },
    err: (text: string) => {
      err += text
    },
    progress: () => {},
  }
  const environment = { TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent', ...settings }
  const code = await runCommandLine(words, terminal, environment)
  return { code, out, err }
}

/** The lines of a CSV answer without the columns that stand in each: the release and the notes. */
export function csvLines(text: string): readonly string[] {
  const lines = text.trim().split('\r\n')
  return lines.map((line) => line.split(',').slice(0, -4).join(','))
}

/** The folder of data beside the checkout, or `undefined` where it is not there. */
export function sharedFolder(name: string): string | undefined {
  const path = packagePath('..', 'shared', name)
  return existsSync(path) ? path : undefined
}
