// What an answer costs over HTTP: kept answers and not-modified ones against the same bytes from a bare node:http server, an
// answer that nobody has asked before, and load with releases that change. Usage: node bench/api.mjs [seconds] [minutes of load] [home]
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../dist/cli/releases/run-release.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { rollBackRelease } from '../dist/warehouse/index.js'

const seconds = Number(process.argv[2] ?? 8)
const minutes = Number(process.argv[3] ?? 1)
const rounds = 3
const folder = mkdtempSync(join(tmpdir(), 'bench-api-'))
const home = join(folder, 'home')
if (process.argv[4] === undefined) await makeHome()
else cpSync(process.argv[4], home, { recursive: true })

async function makeHome() {
  const incoming = join(folder, 'incoming')
  await writeSamples({ jurisdiction: 'kg', out: incoming, from: '2021-01', to: '2024-12' })
  await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2025-02-14') })
  await runRelease({ home, through: '2024-Q3', now: new Date('2024-12-14'), effort: 0.2 })
  await runRelease({ home, now: new Date('2025-02-14'), effort: 0.2 })
}

const program = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
// As scripts/run-program.mjs starts it.
const server = spawn(process.execPath, ['--max-semi-space-size=4', program, 'serve'], {
  env: { ...process.env, TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
process.on('exit', () => server.kill())
const url = await new Promise((resolve) => {
  server.stdout.on('data', (text) => resolve(/http:\S+/.exec(String(text))?.[0]))
})
const question = '/v1/data/sentences?measure=persons&by=year,sanction_class&interval=95'
const first = await fetch(url + question)
const etag = first.headers.get('etag')
const bytes = Buffer.from(await first.arrayBuffer())
const bare = createServer((_request, response) => response.end(bytes))
await new Promise((resolve) => bare.listen(0, resolve))

const load = async (address, headers = {}) => {
  const { requests, latency, non2xx, errors } = await autocannon({
    url: address,
    connections: 16,
    duration: seconds,
    headers,
  })
  return { rate: requests.average, p99: latency.p99, failed: errors + (headers['if-none-match'] ? 0 : non2xx) }
}
const ways = {
  'bare node:http, the same bytes': () => load(`http://localhost:${bare.address().port}`),
  'kept answer': () => load(url + question),
  'not modified': () => load(url + question, { 'if-none-match': etag }),
}
const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
for (let round = 0; round < rounds; round++)
  for (const [name, run] of Object.entries(ways)) found[name].push(await run())
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const limit = median(found['bare node:http, the same bytes'].map(({ rate }) => rate))
console.log(`Answers a second at 16 connections (${bytes.length} bytes)`)
for (const [name, all] of Object.entries(found)) {
  const rate = median(all.map((one) => one.rate))
  const p99 = median(all.map((one) => one.p99))
  const failed = all.reduce((sum, one) => sum + one.failed, 0)
  console.log(
    `  ${name.padEnd(34)} ${rate.toFixed(0).padStart(7)}/s  p99 ${p99} ms  ${(rate / limit).toFixed(2)} of the limit  failed ${failed}`,
  )
}
bare.close()

const codes = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
const fresh = []
for (let index = 0; index < 200; index++) {
  const start = performance.now()
  const answer = await fetch(
    `${url}/v1/data/sentences?measure=persons&by=quarter,sanction_class&region=${codes[index % 9]}&limit=${100_000 + index}`,
  )
  await answer.arrayBuffer()
  fresh.push(performance.now() - start)
}
console.log(
  `A question that nobody asked before, one at a time: median ${median(fresh).toFixed(1)} ms with the transport`,
)

if (minutes > 0) await mixedLoad()
server.kill('SIGTERM')
rmSync(folder, { recursive: true })

/** Pages, questions, files and pictures, while the release that is served is changed every few seconds. */
async function mixedLoad() {
  const paths = [
    question,
    '/en/',
    '/ky/?period=quarter',
    '/v1/catalog',
    '/v1/data/custody_stock?measure=held&by=quarter,status&format=xlsx',
    '/v1/data/sentences?measure=persons&by=month,court&format=parquet&detail=full',
    '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0/*',
    '/v1/indicators/16.3.2',
    '/v1/charts/growth.svg',
  ]
  const releases = readdirSync(join(home, 'releases')).sort()
  const memory = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  const over = performance.now() + minutes * 60_000
  const [samples, editions, times] = [[], new Map(), []]
  let [failed, swaps, asked] = [0, 0, 0]
  const swapping = setInterval(() => rollBackRelease(home, releases[swaps++ % releases.length]), 5000)
  const sampling = setInterval(() => samples.push(memory()), 2000)
  const worker = async (start) => {
    for (let index = start; performance.now() < over; index++) {
      const path = paths[index % paths.length]
      const began = performance.now()
      const answer = await fetch(url + path)
      const text = await answer.text()
      times.push(performance.now() - began)
      asked += 1
      if (answer.status !== 200) failed += 1
      else if (path === question) {
        const { release, rows } = JSON.parse(text)
        const known = editions.get(release) ?? JSON.stringify(rows)
        editions.set(release, known)
        if (known !== JSON.stringify(rows)) failed += 1
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)))
  clearInterval(swapping)
  clearInterval(sampling)
  const part = Math.floor(samples.length / 4)
  const sorted = times.sort((a, b) => a - b)
  console.log(
    `Mixed load, ${minutes} min, 8 readers: ${asked} answers over ${swaps} changes of release, ${failed} failed or mixed`,
  )
  console.log(
    `  median ${sorted[Math.floor(asked / 2)].toFixed(0)} ms, p99 ${sorted[Math.floor(asked * 0.99)].toFixed(0)} ms; releases seen: ${[...editions.keys()].join(', ')}`,
  )
  console.log(
    `  memory of the server: ${median(samples.slice(part, 2 * part)).toFixed(0)} MB in the second quarter, ${median(samples.slice(-part)).toFixed(0)} MB in the last`,
  )
}
