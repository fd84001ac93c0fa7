import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeOperatorApp, mountDashboards } from '../dashboards/index.ts'
import { makeRoutes } from './app.ts'
import { costLimit } from './costs/cost-limit.ts'
import { makeApp, makeService, type Role, type Service, TokenStore } from './index.ts'
import { nothingTraced, pages, restrictedPages } from './testing/addresses.ts'
import { describedBy } from './testing/described.ts'
import { getRoutes } from './testing/get-routes.ts'
import { Listeners } from './testing/listeners.ts'

const words = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  '__defineGetter__',
  'isPrototypeOf',
]
/** A word that means nothing anywhere: the names above have to mean as little. */
const nonsense = 'nonsense'
const atOnce = 4

const folder = mkdtempSync(join(tmpdir(), 'names-'))
const home = join(folder, 'home')
const listeners = new Listeners()
const services: Service<never>[] = []
const apps: { [name: string]: { app: Express; url: string } } = {}
let catalogExamples: readonly string[] = []
let tokens: { readonly [R in 'analyst' | 'steward']: string }

beforeAll(async () => {
  cpSync(inject('kgHome'), home, { recursive: true })
  const log = pino({ level: 'silent' })
  const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log })
  const restricted = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
  services.push(service as never, restricted as never)
  const [app, operator] = [
    makeApp(service, {}, mountDashboards),
    makeOperatorApp(home, restricted, undefined, undefined, nothingTraced),
  ]
  const routes = makeRoutes(service, costLimit(60_000, 0), {}, [mountDashboards])
  apps['public'] = { app: routes, url: await listeners.start(app) }
  apps['restricted'] = { app: operator, url: await listeners.start(operator) }
  catalogExamples = (await describedBy(app)).flatMap(({ examples }) => examples)
  const tokenOf = (role: Role) => new TokenStore(home).create({ name: role, role, days: 1 }, new Date()).token
  tokens = { analyst: tokenOf('analyst'), steward: tokenOf('steward') }
})
afterAll(async () => {
  listeners.close()
  for (const service of services) await service.close()
  rmSync(folder, { recursive: true })
})

/** An address with a word in the place of each part of the path, and of each name, value and further parameter. */
function replaced(address: string, word: string): readonly string[] {
  const [path = '', query] = address.split('?')
  const parts = path.split('/')
  const search = query === undefined ? '' : `?${query}`
  const paths = parts.flatMap((part, at) => {
    if (part === '') return []
    const [name = '', ...ending] = part.split('.')
    const instead = [word, ...(ending.length === 0 ? [] : [`${word}.${ending.join('.')}`, `${name}.${word}`])]
    return instead.map((text) => parts.with(at, text).join('/') + search)
  })
  const pairs = query?.split('&').map((pair) => pair.split('=')) ?? []
  const queries = pairs.flatMap(([name = '', value = '']) =>
    [`${word}=${value}`, `${name}=${word}`, `${name}=${value},${word}`, `${name}=${value}.${word}`].map((pair) =>
      search.replace(`${name}=${value}`, pair),
    ),
  )
  return [
    ...paths,
    ...[...queries, `${search || '?'}&${word}=x`, `${search || '?'}&by=${word}`].map((one) => path + one),
  ]
}

async function answerTo(address: string, token: string | undefined) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(address, { headers, redirect: 'manual' })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

/** What is wrong with the answer to a changed address, where it should be that to a word without meaning. */
async function faultOf(url: string, changed: string, defaults: string, token: string | undefined): Promise<string[]> {
  const { status, type, text } = await answerTo(url + changed, token)
  const expected = await statusOf(url + defaults, token)
  const isEmpty = type.startsWith('text/html') && status === 200 && !/<main[^>]*>.+<\/html>/s.test(text)
  const isSound = status === expected && (status < 500 || status === 501) && !isEmpty
  return isSound && !/\[native code]|\[object Object]/.test(text) ? [] : [`${changed}: ${status} not ${expected}`]
}

const known = new Map<string, Promise<number>>()
function statusOf(address: string, token: string | undefined): Promise<number> {
  const status = known.get(address) ?? answerTo(address, token).then((answer) => answer.status)
  known.set(address, status)
  return status
}

/** A few at a time: what is asked for is more than a reader asks for, and none of it may be refused for that. */
async function faultsAt(name: string, addresses: readonly string[], tokenFor: (address: string) => string | undefined) {
  const { url = '' } = apps[name] ?? {}
  const asked = addresses.flatMap((address) => {
    const defaults = replaced(address, nonsense)
    return words.flatMap((word) =>
      replaced(address, word).map((changed, at) => [changed, defaults[at] ?? '', tokenFor(address)] as const),
    )
  })
  const waiting = asked.values()
  const faults: string[] = []
  const worker = async () => {
    for (const [changed, defaults, token] of waiting) faults.push(...(await faultOf(url, changed, defaults, token)))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return faults
}

const isForStewards = (address: string) => /^\/(metrics|v1\/runs|en\/(runs|lineage))/.test(address)

describe('names that every object has', () => {
  it('are tried at every route that answers GET', () => {
    for (const [name, addresses] of [
      ['public', [...catalogExamples, ...pages]],
      ['restricted', restrictedPages],
    ] as const) {
      const routes = getRoutes(apps[name]?.app as Express)
      expect(routes.length).toBeGreaterThan(10)
      const untried = routes.filter((route) => !addresses.some((address) => route.leadsFrom(address)))
      expect(untried.map(({ path }) => path)).toEqual([])
    }
  })

  it('mean no more than any other word to the API', async () => {
    expect(await faultsAt('public', catalogExamples, () => undefined)).toEqual([])
  }, 600_000)

  it('mean no more than any other word to pages', async () => {
    expect(await faultsAt('public', pages, () => undefined)).toEqual([])
  }, 600_000)

  it('mean no more than any other word to the restricted process', async () => {
    const tokenFor = (address: string) => (isForStewards(address) ? tokens.steward : tokens.analyst)
    expect(await faultsAt('restricted', restrictedPages, tokenFor)).toEqual([])
  }, 600_000)

  it('are not known in a body that is verified', async () => {
    const url = apps['public']?.url ?? ''
    const { text } = await answerTo(`${url}/v1/data/sentences?measure=persons&by=year&from=2022&to=2023`, undefined)
    const strings = [...new Set(text.match(/"[\w.-]{1,40}"/g))]
    expect(strings.length).toBeGreaterThan(20)
    for (const word of words)
      for (const body of strings.map((string) => text.replaceAll(string, JSON.stringify(word)))) {
        const { status } = await fetch(`${url}/v1/verify`, { method: 'POST', body })
        expect([body, status]).toEqual([body, status === 200 ? 200 : 400])
      }
  })

  it('are no pages', async () => {
    for (const word of words) {
      const { status, text } = await answerTo(`${apps['public']?.url}/en/${word}`, undefined)
      expect([word, status, text]).toEqual([word, 404, expect.stringContaining('There is no such page')])
    }
  })
})
