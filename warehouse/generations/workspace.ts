import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  canonicalJson,
  Engine,
  flushFolder,
  type Json,
  quoteLiteral,
  Refusal,
  selectRow,
  sha256,
  writeDurably,
} from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import { countPersons } from '../counting/count-persons.ts'
import { writeCodeTables } from '../facts/code-tables.ts'
import { appendAccepted, prepareRegister } from '../facts/registers.ts'
import { factsSchema, type GenerationManifest, type RecordedDelivery } from './manifest.ts'
import { currentGeneration, factsFile, listGenerations } from './store.ts'

export interface WorkspaceOptions {
  readonly home: string
  /** An empty folder of this run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  readonly threads?: number
  readonly memoryLimit?: string
}

/**
 * The generation that a nightly run is building: a copy of the last one (attached as `facts`) and the run's own
 * `staging`. Nothing of it is visible to readers until it is published.
 */
export class Workspace {
  readonly connection: DuckDBConnection
  readonly previous: GenerationManifest | undefined
  readonly #engine: Engine
  readonly #options: WorkspaceOptions
  readonly #deliveries: RecordedDelivery[]
  #closed = false

  private constructor(
    options: WorkspaceOptions,
    previous: GenerationManifest | undefined,
    engine: Engine,
    connection: DuckDBConnection,
  ) {
    this.#options = options
    this.previous = previous
    this.#engine = engine
    this.connection = connection
    this.#deliveries = [...(previous?.deliveries ?? [])]
  }

  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const { home, folder, jurisdiction } = options
    const previous = currentGeneration(home)
    const finished = join(folder, 'generation')
    mkdirSync(finished, { recursive: true })
    const facts = join(finished, 'facts.duckdb')
    if (previous !== undefined) copyFileSync(factsFile(home, previous.id), facts)
    const engine = await Engine.open({ ...options, temporaryFolder: join(folder, 'spill') })
    const connection = await engine.connect()
    await connection.run(`attach ${quoteLiteral(facts)} as facts`)
    await connection.run(`attach ${quoteLiteral(join(folder, 'staging.duckdb'))} as staging`)
    for (const register of jurisdiction.contracts.keys())
      await prepareRegister(connection, register as RegisterName, jurisdiction)
    return new Workspace(options, previous, engine, connection)
  }

  /** The delivery that has brought exactly this file before. */
  deliveredBefore(hash: string): RecordedDelivery | undefined {
    return this.#deliveries.find((delivery) => delivery.sha256 === hash)
  }

  /** Adds the rows that ingest left in `staging.accepted`. */
  async append(delivery: Omit<RecordedDelivery, 'id'>): Promise<void> {
    const id = this.#deliveries.length + 1
    await appendAccepted(this.connection, delivery.register as RegisterName, id)
    this.#deliveries.push({ ...delivery, id })
  }

  /** Counts, checks and closes the generation: afterwards it can be published. */
  async finish(builtAt: Date): Promise<{ manifest: GenerationManifest; folder: string }> {
    const { jurisdiction } = this.#options
    await writeCodeTables(this.connection, jurisdiction)
    await countPersons(this.connection, jurisdiction)
    await this.#requireSoundCounts()
    const manifest = await this.#describe(builtAt)
    await this.connection.run('checkpoint facts')
    await this.connection.run('detach staging')
    await this.connection.run('detach facts')
    this.close()
    const folder = join(this.#options.folder, 'generation')
    if (existsSync(join(folder, 'facts.duckdb.wal'))) throw new Error('the facts were not written out whole')
    writeDurably(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    flushFolder(folder)
    return { manifest, folder }
  }

  /** A hash over the tables of the jurisdiction that counting depends on. */
  get tablesHash(): string {
    const { profile, lists, crosswalks } = this.#options.jurisdiction
    const tables = { profile, lists: [...lists.values()], crosswalks: [...crosswalks.values()] }
    return sha256(canonicalJson(JSON.parse(JSON.stringify(tables)) as Json))
  }

  /** Closing twice does no harm. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.connection.closeSync()
    this.#engine.close()
  }

  async #requireSoundCounts(): Promise<void> {
    const sql = `select (select count(*) from facts.persons) as persons,
      (select count(*) from (select distinct case_key, sentenced_on, person_key from facts.sentences)) as expected`
    const { persons, expected } = await selectRow<{ persons: number; expected: number }>(this.connection, sql)
    if (persons === expected) return
    throw new Refusal(
      'COUNT_BROKEN',
      'Persons do not add up: a sanction category is in no ladder. Nothing was published.',
    )
  }

  async #describe(builtAt: Date): Promise<GenerationManifest> {
    const sql = `select (select count(*) from facts.persons) as persons, count(*) as rows, version() as duckdb,
      coalesce(bit_xor(md5_number(row_key::varchar || ' ' || content::varchar)), 0)::varchar as rows_hash from facts.sentences`
    const facts = await selectRow<{ persons: number; rows: number; rows_hash: string; duckdb: string }>(
      this.connection,
      sql,
    )
    const tablesHash = this.tablesHash
    const contentHash = sha256(
      canonicalJson({ rows: facts.rows, hash: facts.rows_hash, tablesHash, schema: factsSchema }),
    )
    const numbers = listGenerations(this.#options.home).map(({ id }) => Number(id.split('-')[0]))
    const number = Math.max(0, ...numbers) + 1
    return {
      id: `${String(number).padStart(6, '0')}-${contentHash.slice(0, 8)}`,
      jurisdiction: this.#options.jurisdiction.profile.code,
      schema: factsSchema,
      duckdb: facts.duckdb,
      builtAt: builtAt.toISOString(),
      contentHash,
      tablesHash,
      persons: facts.persons,
      coverage: unionOf(this.#deliveries),
      synthetic: this.#deliveries.some(({ synthetic }) => synthetic),
      deliveries: this.#deliveries,
    }
  }
}

function unionOf(deliveries: readonly RecordedDelivery[]): GenerationManifest['coverage'] {
  const known = deliveries.flatMap(({ coverage }) => coverage ?? [])
  const [from] = known.map((coverage) => coverage.from).sort()
  const to = known
    .map((coverage) => coverage.to)
    .sort()
    .at(-1)
  return from === undefined || to === undefined ? null : { from, to }
}
