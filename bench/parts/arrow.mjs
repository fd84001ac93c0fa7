// A million rows x 9 columns as Arrow, against fetching the chunks unread and against JSON.
import { DuckDBInstance } from '@duckdb/node-api'
import { encodeArrow } from '../../dist/api/formats/arrow.js'
import { readColumns } from '../../dist/warehouse/index.js'
import { inTurns, spread } from '../measure.mjs'

const rows = 1_000_000
const sql = 'select * from t'

export async function measurePart({ rounds, record }) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await database.connect()
  await connection.run(`create table t as select
    date '2018-01-01' + (i % 3000)::integer as sentenced_on,
    (i % 9)::varchar::enum('0', '1', '2', '3', '4', '5', '6', '7', '8') as region, (i % 50)::smallint as court_no, (i % 7)::integer as category,
    (i % 2 = 0) as sex, i::bigint as person, case when i % 3 = 0 then null else (i % 200) / 3 end::double as length, (i % 97)::double as fine,
    'C' || (i % 5000) as article from range(${rows}) r(i)`)
  const unread = async () => {
    const result = await connection.stream(sql)
    for (let chunk = await result.fetchChunk(); chunk?.rowCount > 0; chunk = await result.fetchChunk());
  }
  const encode = async () => encodeArrow(await readColumns(await connection.stream(sql), rows))
  await encode()
  const asJson = async () => JSON.stringify((await connection.runAndReadAll(sql)).getRowObjectsJson())
  const times = await inTurns({ unread, encode }, rounds)
  const json = await inTurns({ asJson }, 2)
  const [base, own, usual] = [spread(times.unread), spread(times.encode), spread(json.asJson)]
  const reference = 'unread'
  record({ what: 'chunks fetched, unread', ...base, unit: 'ms' })
  record({ what: 'Arrow stream', ...own, unit: 'ms', ratio: own.value / base.value, reference, ratioAtMost: 2.5 })
  record({
    what: 'rows as JSON, as a plain server sends them',
    ...usual,
    unit: 'ms',
    ratio: usual.value / base.value,
    reference,
  })
}
