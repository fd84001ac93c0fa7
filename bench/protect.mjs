// What protection costs: the rounding of a year in quarters in one thread, an analyst's answer on ten million units against the
// bare GROUP BY, and a page's question on a rollup against the same question on the whole protected cube.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../dist/cli/releases/run-release.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { Engine } from '../dist/foundation/index.js'
import { loadJurisdiction } from '../dist/jurisdictions/index.js'
import { perturb } from '../dist/warehouse/disclosure/cell-key/perturb.js'
import {
  ask,
  buildCatalog,
  datasetNamed,
  EditionReader,
  parseQuestion,
  policyFor,
  releaseShelf,
} from '../dist/warehouse/index.js'
import { measure, printRatios } from './measure.mjs'

const millions = Number(process.argv[2] ?? 10)
const rounds = Number(process.argv[3] ?? 9)
const home = mkdtempSync(join(tmpdir(), 'bench-protect-'))

await writeSamples({ jurisdiction: 'kg', out: join(home, 'in'), from: '2023-01', to: '2024-12' })
await runNightly({ home, jurisdiction: 'kg', incoming: join(home, 'in'), now: new Date('2025-02-14'), threads: 2 })
const started = performance.now()
const marks = []
await runRelease({
  home,
  now: new Date('2025-02-14'),
  progress: (message) => marks.push([message, performance.now() - started]),
})
const quarters = marks.filter(([message]) => message.startsWith('sentences: '))
const last = marks.find(([message]) => !message.startsWith('sentences: '))?.[1] ?? 0
const each = (last - (quarters[0]?.[1] ?? 0)) / quarters.length / 1000
const peak = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(
  `Protecting the cube of sentences, 6,200 persons a year: ${each.toFixed(2)} s a quarter, one thread, peak ${peak} MB`,
)
console.log(
  `  a release of ${quarters.length} quarters and all cubes: ${((performance.now() - started) / 1000).toFixed(1)} s`,
)

const catalog = buildCatalog(loadJurisdiction('kg'))
const reader = new EditionReader(releaseShelf(home), { home, threads: 2 })
const dataset = datasetNamed('sentences', catalog)
const answering = (parameters) => {
  const question = parseQuestion(parameters, dataset)
  return () => ask(question, policyFor('public'), catalog, reader, AbortSignal.timeout(60_000))
}
const page = { measure: 'persons', by: 'quarter,sanction_class' }
const answers = await measure(
  {
    'whole cube': answering({
      ...page,
      age_band: 'A18,A25,A35,A45,A60,A14,UNK',
      sanction_category: codes('sanction_category'),
    }),
    rollup: answering(page),
  },
  rounds,
)
printRatios('A page question of the public', 'whole cube', answers)
await reader.close()

function codes(name) {
  return dataset.dimensions
    .get(name)
    .codes.map(({ code }) => code)
    .join(',')
}

const engine = await Engine.open({ threads: 2 })
const connection = await engine.connect()
await connection.run(`create table units as select
  (hash(i) % 9)::utinyint as region, (hash(i + 1) % 35)::utinyint as offence, (hash(i + 2) % 100 < 9) as sex,
  (2018 + hash(i + 3) % 9)::smallint as year, (hash(i + 4) % 4294967296)::uinteger as record_key
  from range(${millions * 1_000_000}) as t(i)`)
const bare = () =>
  connection.runAndReadAll('select region, offence, count(*) from units where year = 2023 and not sex group by all')
const keyed = async () => {
  const rows = await connection.runAndReadAll(
    'select region, offence, count(*)::integer as n, (sum(record_key) % 4294967296)::uinteger as key from units where year = 2023 and not sex group by all',
  )
  return rows.getRowObjectsJS().map(({ n, key }) => perturb(n, key))
}
printRatios(
  `A cell-key answer on ${millions} million units`,
  'bare GROUP BY',
  await measure({ 'bare GROUP BY': bare, 'cell key': keyed }, rounds),
)
connection.closeSync()
engine.close()
rmSync(home, { recursive: true })
