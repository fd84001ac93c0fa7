import { Refusal, Turnstile } from '#foundation'
import type { Level } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'
import type { CubeEngine, CubeReader, PinnedCubes } from '../engines/cube-engine.ts'
import { type ReaderOptions, type Shelf, usual } from '../engines/edition-reader.ts'
import { arrowColumns } from './arrow-columns.ts'
import { ClickHouse, type ClickHouseOptions } from './connection.ts'
import { clickhouseDialect, placeName } from './dialect.ts'
import { codesIn, databaseOf, schemaVersion } from './schema.ts'

/**
 * Reads editions that were loaded into ClickHouse. Which edition that is the shelf says, as for the other engine: one that
 * is not there whole is not answered from.
 */
export class ClickHouseReader<L extends Level> implements CubeReader<L> {
  readonly level: L
  readonly #shelf: Shelf<L>
  readonly #options: ClickHouseOptions
  readonly #turnstile: Turnstile
  #house: Promise<ClickHouse> | undefined
  readonly #opened = new Map<string, CubeEngine>()

  constructor(shelf: Shelf<L>, { concurrency, queue }: ReaderOptions, options: ClickHouseOptions) {
    this.level = shelf.level
    this.#shelf = shelf
    this.#options = options
    this.#turnstile = new Turnstile(concurrency ?? usual.concurrency, queue ?? usual.queue)
  }

  /** What it gives throws {@link Refusal} `ENGINE_DOWN`, `ENGINE_NOT_LOADED` when it is used. @throws {@link Refusal} of the shelf */
  pin(asOf?: string): PinnedCubes<L> {
    const { edition } = this.#shelf.find(asOf)
    const use: PinnedCubes<L>['use'] = async (work) =>
      await this.#turnstile.pass(async () => await work(await this.#cubesOf(edition)))
    return { level: this.level, edition, use }
  }

  async ready(): Promise<void> {
    await this.#cubesOf(this.pin().edition)
    await (await this.#connected()).rows('select 1')
  }

  async close(): Promise<void> {
    const house = await this.#house?.catch(() => undefined)
    await house?.close()
  }

  async #connected(): Promise<ClickHouse> {
    this.#house ??= ClickHouse.open(this.#options)
    return await this.#house.catch((error) => {
      this.#house = undefined
      throw error
    })
  }

  async #cubesOf(edition: Edition): Promise<CubeEngine> {
    const cubes = this.#opened.get(edition.id) ?? (await this.#open(edition))
    this.#opened.set(edition.id, cubes)
    return cubes
  }

  async #open(edition: Edition): Promise<CubeEngine> {
    const house = await this.#connected()
    const database = databaseOf(this.level, edition)
    await requireWhole(house, database, edition)
    const codes = await codesByTable(house, database)
    const dialect = clickhouseDialect(database)
    return {
      dialect,
      read: async ({ table, sql, bound }, signal, maxRows) => {
        const parameters = Object.fromEntries(bound.map(({ value }, at) => [placeName(at + 1), value]))
        return arrowColumns(await house.arrow(sql, parameters, signal), (name) => codes.get(table)?.get(name), maxRows)
      },
    }
  }
}

type Codes = ReadonlyMap<string, readonly string[]>

/** What the numbers stand for that codes travel as, by table and column. */
async function codesByTable(house: ClickHouse, database: string): Promise<ReadonlyMap<string, Codes>> {
  const columns = await house.rows<{ table: string; name: string; type: string }>(
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
async function requireWhole(house: ClickHouse, database: string, { id }: Edition): Promise<void> {
  const [known] = await house.rows(
    'select 1 from system.tables where database = {database:String} and name = {name:String}',
    {
      database,
      name: 'loaded',
    },
  )
  if (known === undefined) throw notLoaded(`${id} is not in ClickHouse.`)
  const loaded = await house.rows<{ cube: string; rows: number; schema: number }>(
    `select cube, toFloat64(rows) as rows, schema from "${database}".loaded`,
  )
  if (!loaded.some(({ cube }) => cube === everything)) throw notLoaded(`${id} is in ClickHouse in part only.`)
  for (const { cube, rows, schema } of loaded) {
    if (schema !== schemaVersion) throw notLoaded(`${id} was loaded into ClickHouse by another version.`)
    if (cube === everything) continue
    const [found] = await house.rows<{ rows: number }>(`select toFloat64(count()) as rows from "${database}"."${cube}"`)
    if (found?.rows !== rows) throw notLoaded(`Of ${id} ClickHouse has lost rows of ${cube}.`)
  }
}

/** The entry in the list of what is loaded that says that the list is complete. */
export const everything = '*'

function notLoaded(what: string): Refusal {
  return new Refusal('ENGINE_NOT_LOADED', `${what} Run "taraza clickhouse load".`)
}
