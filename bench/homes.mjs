// Homes with extracts of a size, made once for each meaning of what is stored: small, medium and large hold about 100 thousand, 1 million and 10 million
// sentences of the same six quarters; huge holds the rows of large ten times, as other persons each time.
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../dist/cli/releases/run-release.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { generationStore, storedMeaning } from '../dist/warehouse/index.js'

export const scales = { small: 5, medium: 50, large: 500 }
const period = { from: '2023-07', to: '2024-12' }
const night = new Date('2025-02-14T02:30:00Z')

export const shelf = process.env.TARAZA_BENCH_HOMES ?? join(tmpdir(), 'taraza-bench')

/** A home with all registers and two releases. Protecting ten million sentences takes too much memory for this. */
export async function releasedHome(size) {
  return await made(`released-${size}`, async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming, scale: scales[size], ...period })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: night, threads: 2 })
    await runRelease({ home, through: '2024-Q3', now: new Date('2024-12-14'), effort: 0.2 })
    await runRelease({ home, now: night, effort: 0.2 })
  })
}

/** A home as "npm start" makes it: one extract of each register, 35 quarters, one release. */
export async function historyHome() {
  return await made('history', async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-10-15T02:30:00Z'), threads: 2 })
    await runRelease({ home, now: new Date('2026-11-14T06:00:00Z'), effort: 0.2 })
  })
}

/** A home with the sentences only, without a release. */
export async function factsHome(size) {
  if (size === 'huge') return await hugeHome()
  return await made(`facts-${size}`, async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming, scale: scales[size], registers: ['sentences'], ...period })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: night, threads: 2 })
  })
}

/** Made from the large home: generating and taking in as many rows would take hours. */
async function hugeHome() {
  const large = await factsHome('large')
  return await made('facts-huge', async (home) => {
    cpSync(large, home, { recursive: true })
    const database = await DuckDBInstance.create(
      join(home, 'generations', generationStore.current(home).id, 'facts.duckdb'),
      {
        threads: '2',
        memory_limit: '4GB',
      },
    )
    const connection = await database.connect()
    const other = (key, number) => `md5(${key}::varchar || '${number}')::uuid as ${key}`
    for (const table of ['sentences', 'persons']) {
      const keys = ['case_key', 'person_key', ...(table === 'sentences' ? ['row_key'] : [])]
      await connection.run(`create temp view large as from ${table} where rowid < ${await countOf(connection, table)}`)
      for (let number = 1; number < 10; number++)
        await connection.run(
          `insert into ${table} select * replace (${keys.map((key) => other(key, number)).join(', ')}) from large`,
        )
      await connection.run('drop view large; checkpoint')
    }
    connection.closeSync()
    database.closeSync()
  })
}

async function countOf(connection, table) {
  const read = await connection.runAndReadAll(`select count(*)::integer as count from ${table}`)
  return read.getRowObjectsJS()[0].count
}

async function made(name, make) {
  const folder = join(shelf, `meaning-${storedMeaning}`)
  const path = join(folder, name)
  if (existsSync(path)) return path
  const [draft, incoming] = [`${path}.draft`, `${path}.incoming`]
  for (const begun of [draft, incoming]) rmSync(begun, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  console.error(`  making ${name} …`)
  await make(draft, incoming)
  rmSync(incoming, { recursive: true, force: true })
  renameSync(draft, path)
  return path
}
