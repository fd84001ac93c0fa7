import { askerOf, type FairQueue, Refusal } from '#foundation'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'
import type { CubeEngine, CubeReader, PinnedCubes } from '../engines/cube-engine.ts'
import { type ReaderOptions, statementQueue, type VersionSource } from '../engines/edition-reader.ts'
import { arrowColumns } from './arrow-columns.ts'
import { ClickHouse, type ClickHouseOptions } from './connection.ts'
import { clickhouseDialect, placeName } from './dialect.ts'
import { codesIn, databaseOf, schemaVersion } from './schema.ts'

/**
 * Reads editions that were loaded into ClickHouse. Which edition that is the source says, as for the other engine: one that
 * is not there whole is not answered from.
 */
export class ClickHouseReader<L extends AccessLevel> implements CubeReader<L> {
  readonly level: L
  readonly #source: VersionSource<L>
  readonly #options: ClickHouseOptions
  readonly #statements: FairQueue
  #clickhouse: Promise<ClickHouse> | undefined
  readonly #opened = new Map<string, CubeEngine>()

  constructor(source: VersionSource<L>, reading: ReaderOptions, options: ClickHouseOptions) {
    this.level = source.level
    this.#source = source
    this.#options = options
    this.#statements = statementQueue(reading)
  }

  /** What it gives throws {@link Refusal} `ENGINE_DOWN`, `ENGINE_NOT_LOADED` when it is used. @throws {@link Refusal} of the source */
  pin(asOf?: string): PinnedCubes<L> {
    const { edition } = this.#source.find(asOf)
    const use: PinnedCubes<L>['use'] = async (work, signal) =>
      await this.#statements.pass(
        { who: askerOf(signal), isFree: false },
        signal,
        async () => await work(await this.#cubesOf(edition)),
      )
    return { level: this.level, edition, use }
  }

  async ready(): Promise<void> {
    await this.#cubesOf(this.pin().edition)
    await (await this.#connected()).rows('select 1')
  }

  async close(): Promise<void> {
    const clickhouse = await this.#clickhouse?.catch(() => undefined)
    await clickhouse?.close()
  }

  async #connected(): Promise<ClickHouse> {
    this.#clickhouse ??= ClickHouse.open(this.#options)
    return await this.#clickhouse.catch((error) => {
      this.#clickhouse = undefined
      throw error
    })
  }

  async #cubesOf(edition: Edition): Promise<CubeEngine> {
    const cubes = this.#opened.get(edition.id) ?? (await this.#open(edition))
    this.#opened.set(edition.id, cubes)
    return cubes
  }

  async #open(edition: Edition): Promise<CubeEngine> {
    const clickhouse = await this.#connected()
    const database = databaseOf(this.level, edition)
    await requireWhole(clickhouse, database, edition)
    const codes = await codesByTable(clickhouse, database)
    const dialect = clickhouseDialect(database)
    return {
      dialect,
      read: async ({ table, sql, bound }, signal, maxRows) => {
        const parameters = Object.fromEntries(bound.map(({ value }, at) => [placeName(at + 1), value]))
        return arrowColumns(
          await clickhouse.arrow(sql, parameters, signal),
          (name) => codes.get(table)?.get(name),
          maxRows,
        )
      },
    }
  }
}

type Codes = ReadonlyMap<string, readonly string[]>

/** What the numbers stand for that codes travel as, by table and column. */
async function codesByTable(clickhouse: ClickHouse, database: string): Promise<ReadonlyMap<string, Codes>> {
  const columns = await clickhouse.rows<{ table: string; name: string; type: string }>(
    'select table, name, type from system.columns where database = {database:String}',
    { database },
  )
  const tables = new Map<string, Map<string, readonly string[]>>()
  for (const { table, name, type } of columns) {
    const codes = codesIn(type)
    const own = tables.get(table) ?? new Map<string, readonly string[]>()
    if (codes !== undefined) own.set(name, codes)
    tables.set(table, own)
  }
  return tables
}

/** Every table has the rows that were counted when it was loaded, and is laid out as this version lays it out. */
async function requireWhole(clickhouse: ClickHouse, database: string, { id }: Edition): Promise<void> {
  const sql = 'select 1 from system.tables where database = {database:String} and name = {name:String}'
  const [known] = await clickhouse.rows(sql, { database, name: 'loaded' })
  if (known === undefined) throw notLoaded(`${id} is not in ClickHouse.`)
  const loaded = await clickhouse.rows<{ cube: string; rows: number; schema: number }>(
    `select cube, toFloat64(rows) as rows, schema from "${database}".loaded`,
  )
  if (!loaded.some(({ cube }) => cube === everything)) throw notLoaded(`${id} is in ClickHouse in part only.`)
  for (const { cube, rows, schema } of loaded) {
    if (schema !== schemaVersion) throw notLoaded(`${id} was loaded into ClickHouse by another version.`)
    if (cube === everything) continue
    const [found] = await clickhouse.rows<{ rows: number }>(
      `select toFloat64(count()) as rows from "${database}"."${cube}"`,
    )
    if (found?.rows !== rows) throw notLoaded(`Of ${id} ClickHouse has lost rows of ${cube}.`)
  }
}

/** The entry in the list of what is loaded that says that the list is complete. */
export const everything = '*'

function notLoaded(what: string): Refusal {
  return new Refusal('ENGINE_NOT_LOADED', `${what} Run "taraza clickhouse load".`)
}
