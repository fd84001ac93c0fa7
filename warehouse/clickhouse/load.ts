import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, quoteIdentifier, quoteLiteral, selectRow, selectRows } from '#foundation'
import type { Cube } from '../catalog/cube.ts'
import { monthsIn } from '../catalog/periods.ts'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { VersionSource } from '../engines/edition-reader.ts'
import { finestGrain } from '../query/plan/time.ts'
import { ClickHouse, type ClickHouseOptions } from './connection.ts'
import { everything } from './reader.ts'
import { databaseOf, type LoadedColumn, type LoadedCube, schemaVersion, shardTable, tableStatements } from './schema.ts'

export interface LoadOptions extends ClickHouseOptions {
  readonly cubes: Iterable<Cube>
  readonly progress?: (message: string) => void
}

/** No question asks for single units. */
const never = new Set(['unit_id'])

/**
 * Loads the edition that a source serves into a database of its own, cube by cube and year by year. What was loaded whole is
 * left alone; a year that was begun is loaded anew, so that a load that was cut off can be run again.
 *
 * @returns the rows that were loaded now
 * @throws {@link Refusal} `ENGINE_DOWN`, `ENGINE_TOO_OLD`, `ENGINE_DISK`, or of the source
 */
export async function loadIntoClickHouse<L extends AccessLevel>(
  source: VersionSource<L>,
  options: LoadOptions,
): Promise<number> {
  const { edition, file } = source.find(undefined)
  const database = databaseOf(source.level, edition)
  const clickhouse = await ClickHouse.open(options)
  const engine = await Engine.open({ path: file, readOnly: true, threads: 2 })
  const folder = mkdtempSync(join(tmpdir(), 'taraza-load-'))
  try {
    await prepare(clickhouse, database, options.cluster)
    const noted = await clickhouse.rows<{ cube: string }>(`select cube from "${database}".loaded`)
    const done = new Set(noted.map(({ cube }) => cube))
    let loaded = 0
    for (const cube of options.cubes) {
      if (done.has(cube.name)) continue
      options.progress?.(`${source.level}: ${cube.name}`)
      const rows = await engine.withConnection((from) =>
        loadCube(from, clickhouse, { database, cube, folder, options }),
      )
      await note(clickhouse, database, cube.name, rows)
      loaded += rows
    }
    if (!done.has(everything)) await note(clickhouse, database, everything, 0)
    await dropOthers(clickhouse, source.level, database, options.cluster)
    return loaded
  } finally {
    rmSync(folder, { recursive: true, force: true })
    engine.close()
    await clickhouse.close()
  }
}

const everywhere = (cluster: string | undefined) =>
  cluster === undefined ? '' : ` on cluster ${quoteIdentifier(cluster)}`

async function prepare(clickhouse: ClickHouse, database: string, cluster: string | undefined): Promise<void> {
  await clickhouse.command(`create database if not exists ${quoteIdentifier(database)}${everywhere(cluster)}`)
  await clickhouse.command(
    `create table if not exists ${quoteIdentifier(database)}.loaded (cube String, rows UInt64, schema UInt16, at DateTime default now()) engine = MergeTree order by cube`,
  )
  const [other] = await clickhouse.rows(`select 1 from "${database}".loaded where schema <> ${schemaVersion} limit 1`)
  if (other === undefined) return
  await clickhouse.command(`drop database ${quoteIdentifier(database)}${everywhere(cluster)} sync`)
  await prepare(clickhouse, database, cluster)
}

async function note(clickhouse: ClickHouse, database: string, cube: string, rows: number): Promise<void> {
  await clickhouse.command(
    `insert into "${database}".loaded (cube, rows, schema) values ('${cube}', ${rows}, ${schemaVersion})`,
  )
}

interface CubeLoad {
  readonly database: string
  readonly cube: Cube
  readonly folder: string
  readonly options: LoadOptions
}

async function loadCube(from: DuckDBConnection, clickhouse: ClickHouse, load: CubeLoad): Promise<number> {
  const { database, cube, folder, options } = load
  const source = `counted.${quoteIdentifier(cube.name)}`
  const described = await describe(from, cube, source)
  for (const statement of tableStatements(database, described, options.cluster)) await clickhouse.command(statement)
  const time = finestGrain(cube)
  const year = `${quoteIdentifier(time)} // ${described.periodsInYear}`
  const parts = await selectRows<{ part: number; rows: number }>(
    from,
    `select (${year})::integer as part, count(*)::integer as rows from ${source} group by all order by all`,
  )
  const columns = described.columns.map(({ name }) => quoteIdentifier(name)).join(', ')
  const stored = options.cluster === undefined ? cube.name : shardTable(cube.name)
  const path = join(folder, 'part.tsv')
  for (const { part } of parts) {
    await clickhouse.command(
      `alter table ${quoteIdentifier(database)}.${quoteIdentifier(stored)}${everywhere(options.cluster)} drop partition ${part}`,
    )
    await from.run(
      `copy (select ${columns} from ${source} where ${year} = ${part}) to ${quoteLiteral(path)} (format csv, header false, delimiter '\t', quote '', escape '', nullstr '\\N')`,
    )
    await clickhouse.insert(`${quoteIdentifier(database)}.${quoteIdentifier(cube.name)}`, createReadStream(path))
  }
  return parts.reduce((sum, { rows }) => sum + rows, 0)
}

async function describe(from: DuckDBConnection, cube: Cube, source: string): Promise<LoadedCube> {
  const result = await from.run(`select * from ${source} limit 0`)
  const types = result.columnTypes()
  const columns: LoadedColumn[] = []
  for (const [at, name] of result.columnNames().entries()) {
    const type = types[at]
    if (type === undefined || never.has(name)) continue
    const { missing } = await selectRow<{ missing: number }>(
      from,
      `select count(*) filter (${quoteIdentifier(name)} is null)::integer as missing from ${source}`,
    )
    columns.push({ name, type, nullable: missing > 0 })
  }
  return { name: cube.name, columns, key: cube.rows, periodsInYear: 12 / monthsIn[finestGrain(cube)] }
}

/** Keeps the edition that is served and the one before it, which slow readers may still ask. */
async function dropOthers(
  clickhouse: ClickHouse,
  level: AccessLevel,
  own: string,
  cluster: string | undefined,
): Promise<void> {
  const names = await clickhouse.rows<{ database: string }>(
    `select database from system.tables where name = 'loaded' and startsWith(database, 'taraza_${level}_') order by metadata_modification_time desc`,
  )
  const others = names.map(({ database }) => database).filter((database) => database !== own)
  for (const database of others.slice(1))
    await clickhouse.command(`drop database ${quoteIdentifier(database)}${everywhere(cluster)} sync`)
}
