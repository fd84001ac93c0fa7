// A million rows x 9 columns as Arrow, against fetching the chunks unread and against JSON: a date, six dimensions, a length with
// gaps and a number for each unit, with codes as answers have them; and the same with one of them as text.
import { DuckDBInstance } from '@duckdb/node-api'
import { encodeArrow } from '../../dist/api/formats/arrow.js'
import { readColumns } from '../../dist/warehouse/index.js'
import { inTurns, spread } from '../measure.mjs'

const rows = 1_000_000
const dimensions = { region: 9, court: 50, offence: 35, sex: 2, age_band: 6 }

export async function measurePart({ rounds, record }) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await database.connect()
  const codes = Object.entries(dimensions).map(([name, count]) => {
    const all = Array.from({ length: count }, (_, code) => `'C-${code}'`)
    return `('C-' || (i % ${count}))::enum(${all}) as ${name}`
  })
  const article = `'C-' || (i % 5000)`
  const articles = Array.from({ length: 5000 }, (_, code) => `'C-${code}'`)
  for (const [table, type] of [
    ['coded', `(${article})::enum(${articles})`],
    ['texts', article],
  ])
    await connection.run(`create table ${table} as select date '2018-01-01' + (i % 3000)::integer as sentenced_on, ${codes},
      ${type} as article, case when i % 3 = 0 then null else (i % 200) / 3 end::double as length, i::bigint as unit
      from range(${rows}) r(i)`)
  const unread = (table) => async () => {
    const result = await connection.stream(`select * from ${table}`)
    for (let chunk = await result.fetchChunk(); chunk?.rowCount > 0; chunk = await result.fetchChunk());
  }
  const encode = (table) => async () =>
    encodeArrow(await readColumns(await connection.run(`select * from ${table}`), rows))
  const asJson = async () => JSON.stringify((await connection.runAndReadAll('select * from coded')).getRowObjectsJson())
  const ways = {
    unread: unread('coded'),
    encode: encode('coded'),
    unreadTexts: unread('texts'),
    encodeTexts: encode('texts'),
  }
  await inTurns(ways, 2)
  const times = await inTurns(ways, rounds * 2)
  const json = await inTurns({ asJson }, 2)
  const base = spread(times.unread)
  const reference = 'unread'
  record({ what: 'chunks fetched, unread', ...base, unit: 'ms' })
  const besideUnread = (found, other = base) => ({ ...found, unit: 'ms', ratio: found.value / other.value, reference })
  record({ what: 'Arrow stream', ...besideUnread(spread(times.encode)), ratioAtMost: 2 })
  record({
    what: 'Arrow stream, one column as text',
    ...besideUnread(spread(times.encodeTexts), spread(times.unreadTexts)),
    ratioAtMost: 2.5,
  })
  record({ what: 'rows as JSON, as a plain server sends them', ...besideUnread(spread(json.asJson)) })
}
