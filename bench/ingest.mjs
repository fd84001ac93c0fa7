// A whole nightly run of one extract against DuckDB's bare typed read_csv of the same file into a table.
// Usage: node bench/ingest.mjs [scale] [rounds], where scale 500 is about a million rows.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { measure, printRatios } from './measure.mjs'

const scale = Number(process.argv[2] ?? 500)
const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'))
const samples = join(folder, 'samples')
const request = { jurisdiction: 'kg', out: samples, scale, from: '2023-01', to: '2023-03', registers: ['sentences'] }
const [{ folder: delivery, rows }] = await writeSamples(request)
const file = join(
  delivery,
  readdirSync(delivery).find((name) => name.endsWith('.csv')),
)
const types = {
  CASE_ID: 'VARCHAR',
  PERSON_ID: 'VARCHAR',
  CHARGE: 'INTEGER',
  SANCTION_NO: 'INTEGER',
  SENTENCED_ON: 'DATE',
  IN_FORCE_ON: 'DATE',
  COURT: 'VARCHAR',
  STAGE: 'VARCHAR',
  ARTICLE: 'VARCHAR',
  SANCTION: 'VARCHAR',
  SERVING: 'VARCHAR',
  DAYS: 'INTEGER',
  FINE: 'INTEGER',
  SEX: 'VARCHAR',
  BIRTH_YEAR: 'INTEGER',
  CITIZENSHIP: 'VARCHAR',
  DISABILITY: 'VARCHAR',
  PRIOR: 'VARCHAR',
  DETAINED: 'VARCHAR',
  LEGAL_AID: 'VARCHAR',
  DV: 'VARCHAR',
}
let round = 0

async function bare() {
  const path = join(folder, `bare-${round++}.duckdb`)
  const database = await DuckDBInstance.create(path, { threads: '2' })
  const connection = await database.connect()
  const columns = Object.entries(types).map(([name, type]) => `'${name}': '${type}'`)
  await connection.run(
    `create table t as select * from read_csv('${file}', auto_detect = false, header = true, delim = ';', dateformat = '%d.%m.%Y', columns = {${columns}})`,
  )
  await connection.run('checkpoint')
  connection.closeSync()
  database.closeSync()
  rmSync(path)
}

const runs = []
async function nightly() {
  const [home, incoming] = [join(folder, `home-${round++}`), join(folder, 'incoming')]
  cpSync(samples, incoming, { recursive: true })
  const report = await runNightly({
    home,
    jurisdiction: 'kg',
    incoming,
    now: new Date(),
    threads: 2,
    memoryLimit: '2GB',
  })
  rmSync(home, { recursive: true })
  const { read, quarantined } = report.deliveries[0].account
  if (read !== rows || quarantined > 0) throw new Error(`rows were lost: ${JSON.stringify(report)}`)
  runs.push(report.durations)
}

const results = await measure({ 'bare typed read_csv': bare, nightly }, Number(process.argv[3] ?? 3))
// The run takes its extract away, so it was copied again before each: only what the run itself took counts.
const totals = runs.map(({ total }) => total).sort((a, b) => a - b)
results.nightly = { median: totals[Math.floor(totals.length / 2)], least: totals[0], greatest: totals.at(-1) }
printRatios(`Ingest of ${rows} rows x 21 columns`, 'bare typed read_csv', results)
console.log(
  '  steps of the last run, ms:',
  JSON.stringify(runs.at(-1)),
  ` peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
)
rmSync(folder, { recursive: true })
