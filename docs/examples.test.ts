import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { packagePath } from '#foundation'
import { type RunningServer, startServer } from '../cli/commands/serve.ts'
import { readConfiguration } from '../cli/configuration.ts'
import { runOn } from '../cli/testing/homes.ts'

const methods = readdirSync(packagePath('docs', 'methods')).map((page) => `docs/methods/${page}`)
const pages = ['README.md', 'docs/api.md', ...methods].map((page) => readFileSync(packagePath(page), 'utf8')).join('\n')
const addresses = [...pages.matchAll(/curl 'http:\/\/localhost:8080([^']+)'/g)].map(([, address]) => address ?? '')
const queries = [...pages.matchAll(/^\.\/taraza (query .*)$/gm)].map(([, words]) => words ?? '')

let server: RunningServer
beforeAll(async () => {
  server = await startServer(readConfiguration({ TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent' }))
})
afterAll(() => server.close())

describe('the examples of the documents', () => {
  it('are found', () => {
    expect([addresses.length, queries.length]).toEqual([25, 1])
  })

  it.each(addresses)('answer: %s', async (address) => {
    const response = await fetch(server.url + address)
    expect(response.status).toBe(200)
    expect((await response.text()).length).toBeGreaterThan(100)
  })

  it.each(queries)('answer: taraza %s', async (words) => {
    expect((await runOn(inject('kgHome'), words.split(' '))).code).toBe(0)
  })
})
