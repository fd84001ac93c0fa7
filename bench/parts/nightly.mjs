// What a night costs: 100 thousand rows from the command to the published generation, in CPU time, against a process that only loads
// their file with DuckDB's bare typed read_csv; and one new month on top of a short and of a long history, which should differ by
// the copying of the last file only.
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runNightly } from '../../dist/cli/nightly/run-nightly.js'
import { writeSamples } from '../../dist/data-samples/index.js'
import { inTurns, spread } from '../measure.mjs'
import { cpuOfBareLoad, runToEnd } from '../processes.mjs'

const registers = ['sentences', 'supervision', 'assessments', 'services', 'custody']
const scale = 5

export async function measurePart({ rounds, folder, record }) {
  const samples = async (name, request) => {
    const out = join(folder, name)
    const deliveries = await writeSamples({ jurisdiction: 'kg', out, ...request })
    return { out, rows: deliveries.reduce((sum, { rows }) => sum + rows, 0) }
  }
  const takeIn = (home, incoming) => runNightly({ home, jurisdiction: 'kg', incoming, now: new Date(), threads: 2 })
  const month = await samples('month', { scale, registers, from: '2026-01', to: '2026-01' })
  const histories = {}
  for (const [name, from] of [
    ['one year', '2025-01'],
    ['ten years', '2016-01'],
  ]) {
    const { out, rows } = await samples(`history ${name}`, { scale, registers, from, to: '2025-12' })
    const home = join(folder, name)
    await takeIn(home, out)
    histories[name] = { home, rows, totals: [], copies: [] }
  }
  const addMonth = async ({ home, totals, copies }) => {
    const [copy, incoming] = [`${home} copy`, join(folder, 'incoming')]
    cpSync(home, copy, { recursive: true })
    cpSync(month.out, incoming, { recursive: true })
    const { generation } = JSON.parse(readFileSync(join(copy, 'CURRENT.json'), 'utf8'))
    const began = performance.now()
    copyFileSync(join(copy, 'generations', generation, 'facts.duckdb'), join(folder, 'copied'))
    copies.push(performance.now() - began)
    const report = await takeIn(copy, incoming)
    if (!report.decision.startsWith('published')) throw new Error('nothing was published')
    totals.push(report.durations.total)
    for (const path of [copy, incoming]) rmSync(path, { recursive: true })
  }
  const ways = Object.fromEntries(Object.entries(histories).map(([name, history]) => [name, () => addMonth(history)]))
  await inTurns(ways, rounds)
  const base = spread(histories['one year'].totals).value
  for (const [name, { totals, copies }] of Object.entries(histories)) {
    const own = spread(totals)
    const beside = { ratio: own.value / base, reference: 'on one year', ratioAtMost: 2 }
    record({ what: `a month of ${month.rows} rows on ${name}`, ...own, unit: 'ms', ...beside })
    record({ what: '  of it copying the last file', ...spread(copies), unit: 'ms' })
  }
  const large = await samples('large', { scale: 47, from: '2023-01', to: '2023-03', registers: ['sentences'] })
  const file = join(
    large.out,
    readdirSync(large.out, { recursive: true }).find((name) => name.endsWith('.csv')),
  )
  const [nights, bare] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const [home, incoming] = [join(folder, `home ${round}`), join(folder, 'incoming')]
    bare.push(cpuOfBareLoad(file, join(folder, 'bare.duckdb')))
    cpSync(large.out, incoming, { recursive: true })
    nights.push(await runToEnd(['nightly', '--jurisdiction', 'kg', '--incoming', incoming], { TARAZA_HOME: home }))
  }
  const [night, load] = [spread(nights.map(({ cpu }) => cpu)), spread(bare)]
  const [what, reference] = [`${large.rows} rows, command to generation`, 'a bare load']
  record({ what, ...spread(nights.map(({ seconds }) => seconds)), unit: 's' })
  record({ what: '  CPU time', ...night, unit: 'ms', ratio: night.value / load.value, reference, ratioAtMost: 5.5 })
}
