import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { packagePath } from '#foundation'
import { readConfiguration } from '../cli/configuration.ts'
import type { RunningServer } from '../cli/server/running-server.ts'
import { startServer } from '../cli/server/start-server.ts'
import { runOn } from '../cli/testing/homes.ts'

const methods = readdirSync(packagePath('docs', 'methods')).map((page) => `docs/methods/${page}`)
const pages = ['README.md', 'docs/api.md', ...methods].map((page) => readFileSync(packagePath(page), 'utf8')).join('\n')
const addresses = [...pages.matchAll(/curl 'http:\/\/localhost:8080([^']+)'/g)].map(([, address]) => address ?? '')
/** What the documents say of the answer to the example above it: `path` ≈ value ± tolerance. */
const statements = pages.split(/(?=curl 'http)/).flatMap((part) => {
  const [, address = ''] = /^curl 'http:\/\/localhost:8080([^']+)'/.exec(part) ?? []
  return [...part.matchAll(/`([\w.]+)` ≈ (-?[\d.]+) ± (\d+(?:\.\d+)?)/g)].map(([, path = '', value, within]) => ({
    address,
    path,
    value: Number(value),
    within: Number(within),
  }))
})
const queries = [...pages.matchAll(/^\.\/taraza (query .*)$/gm)].map(([, words]) => words ?? '')
const documents = readdirSync(packagePath('docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const named = ['README.md', 'deploy/README.md', ...documents].flatMap((page) => {
  const text = readFileSync(packagePath(page), 'utf8')
  return [...text.matchAll(/(?:^|`|=\S+ )(?:\.\/)?taraza ([a-z][^`\n#]*)(?=`|\n|#)/gm)].map(
    ([, words]) => words?.trim() ?? '',
  )
})
const commands = [...new Set(named)].sort()

let server: RunningServer
beforeAll(async () => {
  server = await startServer(readConfiguration({ TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent' }))
})
afterAll(() => server.close())

describe('the examples of the documents', () => {
  it('are found', () => {
    expect(addresses.length).toBeGreaterThan(20)
    expect(statements.length).toBeGreaterThan(10)
    expect(queries.length).toBeGreaterThan(0)
  })

  it.each(addresses)('answer: %s', async (address) => {
    const response = await fetch(server.url + address)
    expect(response.status).toBe(200)
    expect((await response.text()).length).toBeGreaterThan(100)
  })

  it('name the pages that the overview leads to', async () => {
    const overview = await (await fetch(`${server.url}/en/`)).text()
    const linked = [...overview.matchAll(/href="(\/en\/(?:d\/)?[a-z-]+)["?]/g)].map(([, path = '']) => path)
    // The page of the session is linked where there is sign-in.
    const offered = new Set(['/en/session', ...linked])
    expect([...new Set(pages.match(/\/en\/(?:d\/)?[a-z-]+/g))].sort()).toEqual([...offered].sort())
  })

  it.each(statements)('say what the answer says: $path of $address', async ({ address, path, value, within }) => {
    const answer: unknown = await (await fetch(server.url + address)).json()
    const found = path.split('.').reduce((inside, key) => (inside as Record<string, unknown>)?.[key], answer)
    expect(Math.abs(Number(found) - value)).toBeLessThanOrEqual(within)
  })

  it('name commands and options that are there', async () => {
    expect(commands.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const command of commands) {
      const words = command.split(/\s+/)
      const path = words.slice(0, words.findIndex((word) => word.startsWith('-')) >>> 0)
      const { code, out } = await runOn(inject('kgHome'), [...path, '--help'])
      const options = words.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/, ''))
      const isThere = code === 0 && out.includes(`taraza ${words[0]}`) && !out.includes('Commands:')
      if (!isThere || options.some((option) => !out.includes(option))) wrong.push(command)
    }
    expect(wrong).toEqual([])
  })

  it.each(queries)('answer: taraza %s', async (words) => {
    expect((await runOn(inject('kgHome'), words.split(' '))).code).toBe(0)
  })
})
