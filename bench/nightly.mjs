// What a night costs: 100 thousand rows from the command to the published generation, and one new month on top of a short
// and of a long history, which should differ by the copying of the last file only.
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { measure, printRatios } from './measure.mjs'

const scale = Number(process.argv[2] ?? 5)
const rounds = Number(process.argv[3] ?? 3)
const registers = ['sentences', 'supervision', 'assessments', 'services', 'custody']
const folder = mkdtempSync(join(tmpdir(), 'bench-nightly-'))
const samples = async (name, request) => {
  const out = join(folder, name)
  const deliveries = await writeSamples({ jurisdiction: 'kg', out, ...request })
  return { out, rows: deliveries.reduce((sum, { rows }) => sum + rows, 0) }
}
const nightly = (home, incoming) => runNightly({ home, jurisdiction: 'kg', incoming, now: new Date(), threads: 2 })
const factsOf = (home) => {
  const { generation } = JSON.parse(readFileSync(join(home, 'CURRENT.json'), 'utf8'))
  return join(home, 'generations', generation, 'facts.duckdb')
}

/** A home that holds a history, and how one more month is added to a copy of it. */
async function withHistory(name, from, month) {
  const { out, rows } = await samples(`${name}-history`, { scale, registers, from, to: '2025-12' })
  const home = join(folder, name)
  await nightly(home, out)
  const durations = []
  const addMonth = async () => {
    const [copy, incoming] = [`${home}-copy`, join(folder, 'incoming')]
    cpSync(home, copy, { recursive: true })
    cpSync(month, incoming, { recursive: true })
    const report = await nightly(copy, incoming)
    if (!report.decision.startsWith('published'))
      throw new Error(`nothing was published: ${JSON.stringify(report.deliveries.map(({ checks }) => checks))}`)
    durations.push(report.durations)
    for (const path of [copy, incoming]) rmSync(path, { recursive: true })
  }
  return { home, rows, addMonth, durations }
}

const month = await samples('month', { scale, registers, from: '2026-01', to: '2026-01' })
const short = await withHistory('short', '2025-01', month.out)
const long = await withHistory('long', '2018-01', month.out)
await measure({ short: short.addMonth, long: long.addMonth }, rounds)
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const summary = ({ durations }) => ({
  median: median(durations.map(({ total }) => total)),
  least: Math.min(...durations.map(({ total }) => total)),
  greatest: Math.max(...durations.map(({ total }) => total)),
})
printRatios(`One new month of five registers, ${month.rows} rows`, 'on one year', {
  'on one year': summary(short),
  'on eight years': summary(long),
})
for (const [name, { home, rows, durations }] of Object.entries({ short, long })) {
  const start = performance.now()
  copyFileSync(factsOf(home), join(folder, 'copy.duckdb'))
  const copying = Math.round(performance.now() - start)
  const size = Math.round(statSync(factsOf(home)).size / 2 ** 20)
  console.log(
    `  ${name}: ${rows} rows held, ${size} MB, copied in ${copying} ms; steps, ms: ${JSON.stringify(durations.at(-1))}`,
  )
}

const large = await samples('large', { scale: 47, from: '2023-01', to: '2023-03', registers: ['sentences'] })
const seconds = []
for (let round = 0; round < rounds; round++) {
  const [home, incoming] = [join(folder, `home-${round}`), join(folder, 'incoming')]
  cpSync(large.out, incoming, { recursive: true })
  const start = performance.now()
  const { status } = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'),
      'nightly',
      '--jurisdiction',
      'kg',
      '--incoming',
      incoming,
    ],
    { env: { ...process.env, TARAZA_HOME: home }, stdio: 'ignore' },
  )
  if (status !== 0) throw new Error('the nightly run failed')
  seconds.push((performance.now() - start) / 1000)
}
console.log(`\n${large.rows} rows from the command to the published generation: ${median(seconds).toFixed(2)} s`)
console.log(`  all rounds: ${seconds.map((one) => one.toFixed(2)).join(', ')} s`)
rmSync(folder, { recursive: true })
