// Many readers of one and of two processes: kept answers, and mixed load while the release that is served changes.
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { rollBackRelease } from '../../dist/warehouse/index.js'
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { memoryOf, startServing } from '../processes.mjs'

const question = '/v1/data/sentences?measure=persons&by=year,sanction_class&interval=95'
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
const minutes = Number(process.env.TARAZA_BENCH_MINUTES ?? 1)

export async function measurePart({ folder, record }) {
  const home = join(folder, 'home')
  cpSync(await releasedHome('small'), home, { recursive: true })
  const rates = {}
  for (const processes of [1, 2]) {
    const server = await startServing(home, { TARAZA_PROCESSES: String(processes) })
    await fetch(server.url + question)
    const { requests, latency } = await autocannon({ url: server.url + question, connections: 16, duration: 8 })
    rates[processes] = requests.average
    const beside = { ratio: requests.average / rates[1], reference: 'one process' }
    record({
      what: `kept answers, ${processes} process${processes > 1 ? 'es' : ''}`,
      value: requests.average,
      unit: '/s',
      ...beside,
    })
    record({ what: '  p99', value: latency.p99, unit: 'ms' })
    await mixed(server, home, processes, record)
    await server.stop()
  }
}

/** Pages, questions, files and pictures, while the release changes every few seconds. */
async function mixed(server, home, processes, record) {
  const releases = readdirSync(join(home, 'releases')).sort()
  const over = performance.now() + minutes * 60_000
  const [samples, editions, times] = [[], new Map(), []]
  let [failed, swaps] = [0, 0]
  const swapping = setInterval(() => rollBackRelease(home, releases[swaps++ % releases.length]), 5000)
  const sampling = setInterval(() => samples.push(memoryOf(server.pid)), 2000)
  const worker = async (start) => {
    for (let index = start; performance.now() < over; index++) {
      const path = paths[index % paths.length]
      const began = performance.now()
      const answer = await fetch(server.url + path)
      const text = await answer.text()
      times.push(performance.now() - began)
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
  const sorted = times.sort((a, b) => a - b)
  const own = { value: spread(sorted).value, least: sorted[0], greatest: sorted[Math.floor(sorted.length * 0.99)] }
  record({ what: `mixed load, ${swaps} changes of release: median, least, p99`, ...own, unit: 'ms' })
  record({ what: `  ${times.length} answers, failed or mixed`, value: failed, unit: '', atMost: 0 })
  if (processes > 1) return
  const part = Math.floor(samples.length / 4)
  const [second, last] = [spread(samples.slice(part, 2 * part)).value, spread(samples.slice(-part)).value]
  record({
    what: '  memory in the last quarter',
    value: last,
    unit: 'MB',
    ratio: last / second,
    reference: 'the second quarter',
  })
}
