// Many readers of one and of two processes: kept answers, and mixed load while the release that is served changes and nightly runs
// bring new months.
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { TokenStore } from '../../dist/api/index.js'
import { writeSamples } from '../../dist/data-samples/index.js'
import { releaseStore } from '../../dist/warehouse/index.js'
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { memoryOf, runToEnd, startServing, watched } from '../processes.mjs'

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
  '/ru/d/sentencing',
  '/ky/d/probation?region=KG-C',
  '/v1/bulk/sentences.csv.gz',
  '/v1/data/sentences?measure=custodial_share&by=quarter,region&interval=95&format=csv',
  '/v1/statistics/funnel?dataset=sentences&measure=custodial_share&by=court&from=2024&to=2024',
]
const forAnalysts = [
  '/v1/data/sentences?measure=persons&by=year,region&level=analyst',
  '/v1/data/custody_stock?measure=held&by=quarter,sex&level=analyst',
]
const minutes = Number(process.env.TARAZA_BENCH_MINUTES ?? 1)
const nightEvery = 180_000

export async function measurePart({ folder, record }) {
  const home = join(folder, 'home')
  cpSync(await releasedHome('small'), home, { recursive: true })
  const rates = {}
  for (const processes of [1, 2]) {
    const settings = processes === 1 ? { ...watched, TARAZA_OPERATOR_PORT: '0' } : { TARAZA_WORKERS: String(processes) }
    const server = await startServing(home, settings)
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
  const over = performance.now() + (processes === 1 ? minutes : Math.min(minutes, 2)) * 60_000
  const [samples, editions, times, failures] = [[], new Map(), [], []]
  const asked = [...paths, ...(processes === 1 ? forAnalysts : [])]
  const { token } = new TokenStore(home).create({ name: 'bench', role: 'analyst', days: 1 }, new Date())
  let swaps = 0
  if (processes === 1) await server.longestStop()
  const swapping = setInterval(() => releaseStore.rollBack(home, releases[swaps++ % releases.length]), 5000)
  const sampling = setInterval(() => samples.push(memoryOf(server.pid)), 2000)
  const worker = async (start) => {
    for (let index = start; performance.now() < over; index++) {
      const path = asked[index % asked.length]
      const headers = path.includes('level=analyst') ? { authorization: `Bearer ${token}` } : {}
      const began = performance.now()
      const answer = await fetch(server.url + path, { headers })
      const text = await answer.text()
      times.push(performance.now() - began)
      if (answer.status !== 200) failures.push(`${answer.status} ${path}`)
      else if (path === question) {
        const { release, rows } = JSON.parse(text)
        const known = editions.get(release) ?? JSON.stringify(rows)
        editions.set(release, known)
        if (known !== JSON.stringify(rows)) failures.push(`mixed ${release}`)
      }
    }
  }
  const readers = Array.from({ length: 8 }, (_, index) => worker(index))
  const nights = processes === 1 ? await runNights(home, over) : 0
  await Promise.all(readers)
  clearInterval(swapping)
  clearInterval(sampling)
  const sorted = times.sort((a, b) => a - b)
  const own = { value: spread(sorted).value, least: sorted[0], greatest: sorted[Math.floor(sorted.length * 0.99)] }
  record({ what: `mixed load, ${swaps} changes of release, ${nights} nights: median, least, p99`, ...own, unit: 'ms' })
  record({ what: `  ${times.length} answers, failed or mixed`, value: failures.length, unit: '', atMost: 0 })
  for (const failure of new Set(failures)) console.error(`  ${failure}`)
  if (processes > 1) return
  record({ what: '  longest stop of the event loop', value: await server.longestStop(), unit: 'ms', atMost: 20 })
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

/** A nightly run with a month of sentences every few minutes, as long as there is load. */
async function runNights(home, over) {
  let nights = 0
  for (; performance.now() < over; nights++) {
    const incoming = join(home, 'bench-incoming')
    const month = `${2025 + Math.floor(nights / 12)}-${String((nights % 12) + 1).padStart(2, '0')}`
    const request = { jurisdiction: 'kg', out: incoming, scale: 5, registers: ['sentences'], from: month, to: month }
    await writeSamples(request)
    await runToEnd(['nightly', '--incoming', incoming], { TARAZA_HOME: home })
    const pause = Math.min(nightEvery, over - performance.now())
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause)))
  }
  return nights
}
