// Kept answers over HTTP against the same bytes from a bare node:http server, and a plain Express server that runs the SQL and
// sends JSON. The event loop is watched while it answers.
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import autocannon from 'autocannon'
import express from 'express'
import { releaseStore } from '../../dist/warehouse/index.js'
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { startServing, watched } from '../processes.mjs'

const question = '/v1/data/sentences?measure=persons&by=year,sanction_class&interval=95'
const seconds = 6

export async function measurePart({ rounds, record }) {
  const home = await releasedHome('small')
  const server = await startServing(home, watched)
  const first = await fetch(server.url + question)
  const headers = { 'if-none-match': first.headers.get('etag') }
  const bytes = Buffer.from(await first.arrayBuffer())
  const bare = createServer((_request, response) => response.end(bytes))
  const plain = await plainServer(home)
  for (const own of [bare, plain.server]) if (!own.listening) await new Promise((resolve) => own.listen(0, resolve))
  const local = (own) => `http://localhost:${own.address().port}/`
  const load = async (address, more = {}) =>
    await autocannon({ url: address, connections: 16, duration: seconds, headers: more })
  const ways = {
    'bare node:http, the same bytes': () => load(local(bare)),
    'kept answer': () => load(server.url + question),
    'not modified': () => load(server.url + question, headers),
    'plain Express: SQL and JSON each time': () => load(local(plain.server)),
  }
  const [ours, stops] = [['kept answer', 'not modified'], []]
  const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round < Math.min(rounds, 3); round++)
    for (const [name, run] of Object.entries(ways)) {
      await server.longestStop()
      found[name].push(await run())
      if (ours.includes(name)) stops.push(await server.longestStop())
    }
  const limit = spread(found['bare node:http, the same bytes'].map(({ requests }) => requests.average)).value
  for (const [name, all] of Object.entries(found)) {
    const rate = spread(all.map(({ requests }) => requests.average))
    const isOurs = ours.includes(name)
    const beside = { ratio: rate.value / limit, reference: 'bare node:http' }
    record({ what: name, ...rate, unit: '/s', ...beside, ...(isOurs ? { atLeast: 5000 } : {}) })
    record({
      what: `  p99 of ${name}`,
      ...spread(all.map(({ latency }) => latency.p99)),
      unit: 'ms',
      ...(isOurs ? { atMost: 15 } : {}),
    })
    const failed = all.reduce((sum, { errors, non2xx }) => sum + errors + (name === 'not modified' ? 0 : non2xx), 0)
    if (isOurs) record({ what: `  failed of ${name}`, value: failed, unit: '', atMost: 0 })
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
  stops.push(await server.longestStop())
  record({ what: 'longest stop of the event loop meanwhile', value: Math.max(...stops), unit: 'ms', atMost: 20 })
  for (const own of [bare, plain.server]) own.close()
  plain.close()
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
  return {
    server: await new Promise((resolve) => {
      const own = app.listen(0, () => resolve(own))
    }),
    close: () => database.closeSync(),
  }
}
