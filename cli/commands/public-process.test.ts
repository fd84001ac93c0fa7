import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { makeService, type Service } from '#api'
import { packagePath } from '#foundation'
import { policyFor, type Question } from '#warehouse'

let server: ChildProcess | undefined
afterEach(() => server?.kill())

/** Starts the public server of a home as a process of its own; returns its address. */
async function serve(home: string): Promise<string> {
  const env = { ...process.env, TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }
  server = spawn(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'serve'], { env })
  return await new Promise((resolve, reject) => {
    let said = ''
    server?.stdout?.on('data', (text) => {
      said += text
      const [url] = /http:\/\/\S+/.exec(said) ?? []
      if (url !== undefined) resolve(url)
    })
    server?.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

function filesHeldBy({ pid }: ChildProcess): readonly string[] {
  const folder = join('/proc', String(pid), 'fd')
  return readdirSync(folder).flatMap((handle) => {
    try {
      return [readlinkSync(join(folder, handle))]
    } catch {
      return []
    }
  })
}

describe('the public server', () => {
  it.skipIf(process.platform !== 'linux')('opens the public file of the release and no other of the home', async () => {
    const home = inject('kgHome')
    const url = await serve(home)
    const question = '/v1/data/sentences?measure=persons&by=year'
    const paths = ['/en/', '/en/methods', question, `${question}&level=officer`]
    const answers = await Promise.all(paths.map((path) => fetch(url + path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403])
    const held = filesHeldBy(server as ChildProcess).filter((file) => file.startsWith(home))
    expect(held.length).toBeGreaterThan(0)
    expect(held.filter((file) => !/\/releases\/[^/]+\/public\.duckdb$/.test(file))).toEqual([])
  })

  it('has no words for the facts: a question of another level does not compile', () => {
    // Never called: the compiler is what is tested.
    const ask = (service: Service<'public'>, question: Question, signal: AbortSignal) => [
      service.ask(question, policyFor('public'), signal),
      // @ts-expect-error an officer's policy is not the public's
      service.ask(question, policyFor('officer'), signal),
      // @ts-expect-error there is no edition of the facts
      service.edition('officer'),
    ]
    const restricted = makeService<'analyst' | 'officer'>
    // @ts-expect-error pages and routes of the public take no service of the facts
    const mount: (service: ReturnType<typeof restricted>) => unknown = (service: Service<'public'>) => service
    expect([ask, mount]).toHaveLength(2)
  })
})
