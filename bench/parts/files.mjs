// A first night of many small files: all registers of 35 quarters in 196 files, against the same rows in nine files and against
// DuckDB's bare typed read_csv of each of them.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { group } from 'd3-array'
import { writeSamples } from '../../dist/data-samples/index.js'
import { loadJurisdiction } from '../../dist/jurisdictions/index.js'
import { listRuns, readRunReport } from '../../dist/warehouse/index.js'
import { inTurns, spread } from '../measure.mjs'
import { runToEnd } from '../processes.mjs'

const typeOf = { integer: 'INTEGER', decimal: 'DOUBLE', date: 'DATE' }

export async function measurePart({ rounds, folder, record }) {
  const samples = join(folder, 'samples')
  const written = await writeSamples({ jurisdiction: 'kg', out: samples })
  const rows = written.reduce((sum, delivery) => sum + delivery.rows, 0)
  const files = readdirSync(samples)
    .sort()
    .map((name) => deliveryIn(join(samples, name)))
  const joined = join(folder, 'joined')
  for (const ofRegister of group(files, ({ manifest }) => manifest.register).values()) writeJoined(ofRegister, joined)
  const runs = { many: [], few: [] }
  const night = (name, from) => async (round) => {
    const [home, incoming] = [join(folder, `${name}-${round}`), join(folder, 'incoming')]
    cpSync(from, incoming, { recursive: true })
    execFileSync('sync')
    await runToEnd(['nightly', '--jurisdiction', 'kg', '--incoming', incoming], { TARAZA_HOME: home })
    const { deliveries, durations } = readRunReport(home, listRuns(home)[0])
    rmSync(home, { recursive: true })
    if (deliveries.reduce((sum, { account }) => sum + account.read, 0) !== rows) throw new Error('rows were lost')
    runs[name].push(durations)
  }
  const ways = {
    bare: () => loadBare(files, join(folder, 'bare.duckdb')),
    many: night('many', samples),
    few: night('few', joined),
  }
  const { bare } = await inTurns(ways, rounds)
  const reference = 'bare typed read_csv of each'
  record({ what: reference, ...spread(bare), unit: 'ms' })
  // What counting and publishing take does not depend on the number of files.
  const loaded = (name) => runs[name].map(({ total, build }) => total - build)
  const totals = (name) => spread(runs[name].map(({ total }) => total))
  const what = `${rows} rows in ${files.length} files`
  record({ what: 'the same rows in nine files', ...totals('few'), unit: 'ms' })
  const beside = { ratio: totals('many').value / totals('few').value, reference: 'in nine files', ratioAtMost: 2 }
  record({ what, ...totals('many'), unit: 'ms', ...beside })
  const toBare = { ratio: spread(loaded('many')).value / spread(bare).value, reference, ratioAtMost: 8 }
  record({ what: '  read to loaded', ...spread(loaded('many')), unit: 'ms', ...toBare })
  const extra = loaded('many').map((time, round) => (time - loaded('few')[round]) / (files.length - 9))
  const file = {
    ratio: spread(extra).value / (spread(bare).value / files.length),
    reference: 'bare typed read_csv of one',
  }
  record({ what: '  a file beside its rows', ...spread(extra), unit: 'ms', ...file, ratioAtMost: 4 })
}

function deliveryIn(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return { manifest, path: join(folder, manifest.files[0].name) }
}

/** One delivery of the rows of several, which covers all their periods. */
function writeJoined(deliveries, out) {
  const [{ manifest, path }] = deliveries
  const texts = deliveries.map((delivery) => readFileSync(delivery.path, 'utf8'))
  const header = texts[0].slice(0, texts[0].indexOf('\n') + 1)
  const text = header + texts.map((one) => one.slice(header.length)).join('')
  const periods = deliveries.map((delivery) => delivery.manifest.period)
  const described = {
    name: path.split('/').at(-1),
    rows: deliveries.reduce((sum, delivery) => sum + delivery.manifest.files[0].rows, 0),
    sha256: createHash('sha256').update(text).digest('hex'),
  }
  const period = {
    from: periods.map(({ from }) => from).sort()[0],
    to: periods
      .map(({ to }) => to)
      .sort()
      .at(-1),
  }
  const folder = join(out, manifest.register)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, described.name), text)
  const sentAt = deliveries
    .map((delivery) => delivery.manifest.sent_at)
    .sort()
    .at(-1)
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...manifest, period, sent_at: sentAt, files: [described] }),
  )
}

async function loadBare(files, path) {
  const database = await DuckDBInstance.create(path, { threads: '2' })
  const connection = await database.connect()
  const { contracts } = loadJurisdiction('kg')
  const known = new Set()
  for (const { manifest, path: file } of files) {
    const into = known.has(manifest.register)
      ? `insert into ${manifest.register}`
      : `create table ${manifest.register} as`
    known.add(manifest.register)
    await connection.run(`${into} select * from ${typedScan(file, contracts.get(manifest.register))}`)
  }
  await connection.run('checkpoint')
  connection.closeSync()
  database.closeSync()
  rmSync(path)
}

function typedScan(file, { columns }) {
  const [header] = readFileSync(file, 'utf8').split('\n', 1)
  const types = header.split(';').map((name) => {
    const found = Object.values(columns).filter(({ from }) => from.includes(name))
    return `'${name}': '${(found.length === 1 && typeOf[found[0].type]) || 'VARCHAR'}'`
  })
  return `read_csv('${file}', auto_detect = false, header = true, delim = ';', dateformat = '%d.%m.%Y', decimal_separator = ',', columns = {${types.join(', ')}})`
}
