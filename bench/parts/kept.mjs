// Kept answers over HTTP against the same bytes from a bare node:http server, and a plain Express server that runs the SQL and
// sends JSON. The event loop is watched while it answers.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import autocannon from 'autocannon'
import express from 'express'
import { releaseStore } from '../../dist/warehouse/index.js'
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { startBare, startServing, watched } from '../processes.mjs'

const question = '/v1/data/sentences?measure=persons&by=year,sanction_class&interval=95'
const seconds = 6

/** Of what a bare server answers a second, and how many times as long the event loop may stop. */
const promises = { 'kept answer': 0.6, 'not modified': 0.65 }
const stopsAtMost = 8

export async function measurePart({ rounds, folder, record }) {
  const home = await releasedHome('small')
  const server = await startServing(home, watched)
  const first = await fetch(server.url + question, { headers: { 'accept-encoding': 'identity' } })
  const headers = { 'if-none-match': first.headers.get('etag') }
  const file = join(folder, 'answer.json')
  const ofConnection = ['date', 'connection', 'keep-alive']
  const sent = [...first.headers].filter(([name]) => !ofConnection.includes(name))
  writeFileSync(file, JSON.stringify({ headers: sent, body: await first.text() }))
  const bare = await startBare(file)
  const plain = await plainServer(home)
  const load = async (address, more = {}) =>
    await autocannon({ url: address, connections: 16, duration: seconds, headers: more })
  const ways = {
    'bare node:http, the same bytes': { run: () => load(bare.url), from: bare },
    'kept answer': { run: () => load(server.url + question), from: server },
    'bare node:http, not modified': { run: () => load(bare.url, headers), from: bare },
    'not modified': { run: () => load(server.url + question, headers), from: server },
    'plain Express: SQL and JSON each time': { run: () => load(plain.url) },
  }
  const names = Object.keys(ways)
  const [found, stops] = [0, 1].map(() => Object.fromEntries(names.map((name) => [name, []])))
  for (let round = 0; round < Math.min(rounds, 3); round++)
    for (const [name, { run, from }] of Object.entries(ways)) {
      await from?.longestStop()
      found[name].push(await run())
      stops[name].push((await from?.longestStop()) ?? 0)
    }
  const rateOf = (name) => spread(found[name].map(({ requests }) => requests.average))
  const stopOf = (name) => Math.max(1, spread(stops[name]).value)
  for (const [at, name] of names.entries()) {
    const reference = names[name === 'kept answer' || name === 'not modified' ? at - 1 : 0]
    const [rate, isOurs] = [rateOf(name), name in promises]
    const limit = isOurs ? { ratioAtLeast: promises[name] } : {}
    record({ what: name, ...rate, unit: '/s', ratio: rate.value / rateOf(reference).value, reference, ...limit })
    record({ what: `  p99 of ${name}`, ...spread(found[name].map(({ latency }) => latency.p99)), unit: 'ms' })
    if (!isOurs) continue
    const failed = found[name].reduce(
      (sum, { errors, non2xx }) => sum + errors + (name === 'not modified' ? 0 : non2xx),
      0,
    )
    record({ what: `  failed of ${name}`, value: failed, unit: '', atMost: 0 })
    const ratio = stopOf(name) / stopOf(reference)
    const stop = { value: stopOf(name), unit: 'ms', ratio, reference, ratioAtMost: stopsAtMost }
    record({ what: '  longest stop of the event loop', ...stop })
  }
  const fresh = []
  for (let index = 0; index < 200; index++) {
    const start = performance.now()
    await (
      await fetch(`${server.url}/v1/data/sentences?measure=persons&by=quarter,sanction_class&limit=${1000 + index}`)
    ).text()
    fresh.push(performance.now() - start)
  }
  record({ what: 'a question that nobody asked before, with transport', ...spread(fresh), unit: 'ms' })
  plain.close()
  await bare.stop()
  await server.stop()
}

/** What a team would write: the same rows, read from the same file for each request. */
async function plainServer(home) {
  const release = readdirSync(join(home, 'releases')).sort().at(-1)
  const path = join(releaseStore.folder(home, release), 'public.duckdb')
  const database = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', threads: '2' })
  const app = express()
  app.get('/', async (_request, response) => {
    const connection = await database.connect()
    const sql =
      'select year, sanction_class, sum(n)::integer as persons from counted.sentences group by all order by all'
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
    connection.closeSync()
    response.json({ rows })
  })
  const server = await new Promise((resolve) => {
    const own = app.listen(0, () => resolve(own))
  })
  const close = () => {
    server.close()
    database.closeSync()
  }
  return { url: `http://localhost:${server.address().port}/`, close }
}
