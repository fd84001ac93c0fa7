// A million rows x 9 columns as Arrow, against fetching the chunks unread and against JSON. Usage: node bench/arrow.mjs [rows]
import { DuckDBInstance } from '@duckdb/node-api'
import { encodeArrow } from '../dist/api/index.js'
import { readColumns } from '../dist/warehouse/index.js'
import { measure, printRatios } from './measure.mjs'

const rows = Number(process.argv[2] ?? 1_000_000)
const database = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await database.connect()
await connection.run(`create table t as select
  date '2018-01-01' + (i % 3000)::integer as sentenced_on,
  (i % 9)::varchar::enum('0', '1', '2', '3', '4', '5', '6', '7', '8') as region, (i % 50)::smallint as court_no, (i % 7)::integer as category,
  (i % 2 = 0) as sex, i::bigint as person, case when i % 3 = 0 then null else (i % 200) / 3 end::double as length, (i % 97)::double as fine,
  'C' || (i % 5000) as article from range(${rows}) r(i)`)
const sql = 'select * from t'

async function unread() {
  const result = await connection.stream(sql)
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk());
}
const arrow = async () => encodeArrow(await readColumns(await connection.stream(sql), rows))
const json = async () => JSON.stringify((await connection.runAndReadAll(sql)).getRowObjectsJson())

await arrow()
const results = await measure(
  { 'chunks fetched, unread': unread, 'typed columns and Arrow stream': arrow, 'rows as JSON': json },
  3,
)
printRatios(`Encoding ${rows} rows x 9 columns`, 'chunks fetched, unread', results)
