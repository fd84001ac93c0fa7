// One extract of 21 columns from the incoming folder to loaded facts, and the rest of the nightly run, against DuckDB's bare
// typed read_csv of the same file into a table.
import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeSamples } from '../../dist/data-samples/index.js'
import { listRuns, readRunReport } from '../../dist/warehouse/index.js'
import { loadBare } from '../bare-load.mjs'
import { inTurns, spread } from '../measure.mjs'
import { runToEnd } from '../processes.mjs'

/** How many times as long as the bare load it may take. Of a small file most is what every night costs. */
const limits = { small: 2, medium: 1.5, large: 2.2 }
const scales = { small: 47, medium: 500, large: 5000 }
export async function measurePart({ size, rounds, folder, record }) {
  const samples = join(folder, 'samples')
  const request = { jurisdiction: 'kg', out: samples, scale: scales[size], from: '2023-01', to: '2023-03' }
  const [{ folder: delivery, rows }] = await writeSamples({ ...request, registers: ['sentences'] })
  const file = join(
    delivery,
    readdirSync(delivery).find((name) => name.endsWith('.csv')),
  )
  const [runs, peaks] = [[], []]
  const ways = {
    bare: (round) => loadBare(file, join(folder, `bare-${round}.duckdb`)),
    nightly: async (round) => {
      const [home, incoming] = [join(folder, `home-${round}`), join(folder, 'incoming')]
      cpSync(samples, incoming, { recursive: true })
      execFileSync('sync')
      const { peak } = await runToEnd(['nightly', '--jurisdiction', 'kg', '--incoming', incoming], {
        TARAZA_HOME: home,
      })
      const report = readRunReport(home, listRuns(home)[0])
      rmSync(home, { recursive: true })
      const { read, quarantined } = report.deliveries[0].account
      if (read !== rows || quarantined > 0) throw new Error(`rows were lost: ${JSON.stringify(report.deliveries)}`)
      runs.push(report.durations)
      peaks.push(peak)
    },
  }
  const times = await inTurns(ways, size === 'large' ? 3 : rounds)
  // The run takes its extract away, so it was copied again, to the disk, before each: only what the run itself took counts.
  const [bare, nightly] = [spread(times.bare), spread(runs.map(({ total }) => total))]
  const reference = 'bare read_csv'
  record({ what: reference, ...bare, unit: 'ms' })
  const loaded = spread(runs.map(({ total, build }) => total - build))
  const ratioTo = ({ value }) => ({ ratio: value / bare.value, reference })
  record({ what: `${rows} rows read to loaded`, ...loaded, unit: 'ms', ...ratioTo(loaded), ratioAtMost: limits[size] })
  record({ what: '  with persons counted and published', ...nightly, unit: 'ms', ...ratioTo(nightly) })
  const last = runs.at(-1)
  for (const [step, value] of Object.entries(last))
    if (step !== 'total') record({ what: `  of it ${step}`, value, unit: 'ms', ratio: value / bare.value, reference })
  record({ what: 'memory', ...spread(peaks), unit: 'MB', atMost: 3000 })
}
