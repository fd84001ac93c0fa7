// What looking for personal data costs, against DuckDB's bare read_csv of the same file into a table, all columns as text.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { writeSamples } from '../../dist/data-samples/index.js'
import { openExtract } from '../../dist/ingest/read/open-extract.js'
import { scanForPii } from '../../dist/ingest/screen/screen.js'
import { loadJurisdiction } from '../../dist/jurisdictions/index.js'
import { inTurns, spread } from '../measure.mjs'

const scales = { small: 47, medium: 500 }
/** Names of courts in place of their codes: every line has words that have to be judged. */
const courts = [
  'Первомайский районный суд',
  'Ленинский районный суд',
  'Ошский городской суд',
  'Нарынский городской суд',
]

export async function measurePart({ size, rounds, folder, record }) {
  const samples = join(folder, 'samples')
  const request = { jurisdiction: 'kg', out: samples, scale: scales[size], from: '2023-01', to: '2023-03' }
  const [{ folder: delivery, rows }] = await writeSamples({ ...request, registers: ['sentences'] })
  const name = readdirSync(delivery).find((one) => one.endsWith('.csv'))
  const file = join(delivery, name)
  const database = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await database.connect()
  const inWords = join(folder, `words-${name}`)
  await connection.run(
    `copy (select * replace ([${courts.map((court) => `'${court}'`)}][(1 + hash(COURT) % ${courts.length})::bigint] as COURT)
           from read_csv('${file}', all_varchar = true, delim = ';')) to '${inWords}' (delim ';', header)`,
  )
  const bare = (path) => () =>
    connection.run(`create or replace table t as from read_csv('${path}', all_varchar = true, delim = ';')`)
  const ways = {
    bareCodes: bare(file),
    codes: await gate(connection, file),
    bareWords: bare(inWords),
    words: await gate(connection, inWords),
  }
  await inTurns(ways, 1)
  const times = await inTurns(ways, rounds)
  const reference = 'bare read_csv of the same file'
  const beside = (spent, bareTimes) => {
    const [found, least] = [spread(spent), spread(bareTimes)]
    return { ...found, unit: 'ms', ratio: found.value / least.value, reference, ratioAtMost: 0.3 }
  }
  record({ what: reference, ...spread(times.bareCodes), unit: 'ms' })
  record({ what: `${rows} rows looked at`, ...beside(times.codes, times.bareCodes) })
  record({ what: '  with the name of a court in each', ...beside(times.words, times.bareWords) })
  connection.closeSync()
  database.closeSync()
}

/** Looks at a file that was opened before. */
async function gate(connection, file) {
  const jurisdiction = loadJurisdiction('kg')
  const contract = jurisdiction.contracts.get('sentences')
  const extract = await openExtract(connection, { path: file, bytes: statSync(file).size }, file, contract)
  return () => scanForPii(connection, extract, file, { jurisdiction, contract })
}
