import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, flushFolder, inTransaction, quoteLiteral, writeDurably } from '#foundation'
import { type Contract, isCounted, type RegisterName, registerNamed } from '#jurisdictions'
import { isCountedByPerson, makeDerivedTables } from '../counting/derived-tables.ts'
import { allPersons, changedPersons, type Scope } from '../counting/scope.ts'
import { defineCubes } from '../cubes/define-cubes.ts'
import { appendTogether } from '../facts/append-together.ts'
import { writeCodeTables } from '../facts/code-tables.ts'
import { registerTablesOf } from '../facts/register-tables.ts'
import {
  appendAccepted,
  emptyRegister,
  keyOrOwn,
  outdatedRows,
  prepareRegister,
  type RegisterState,
} from '../facts/registers.ts'
import { requireConservation } from '../quality/require-conservation.ts'
import { isOfEarlierVersion, requireCurrentMeaning } from '../versions/stored-meaning.ts'
import { type CarriedRegister, carryRows, type RowIdentity } from './carry-rows.ts'
import { copyFacts, requireFacts } from './copy-facts.ts'
import { requireRowsWithin, withDeclaredCoverage } from './correct-coverage.ts'
import { coveragesOf, describeGeneration, tablesHashOf } from './describe.ts'
import type { GenerationManifest, RecordedDelivery } from './store/manifest.ts'
import { factsFile, generationStore } from './store/store.ts'
import type { NewDelivery, WorkspaceOptions } from './workspace-options.ts'

/**
 * The generation that a nightly run is building: a copy of the last one (attached as `facts`) and the run's own
 * `staging`, both in its private folder. Nothing of it is visible to readers until it is published.
 */
export class GenerationBuilder {
  readonly connection: DuckDBConnection
  readonly previous: GenerationManifest | undefined
  /** The number of the generation that is being built. */
  readonly number: number
  /** The number of the generation in which the rows that come now were first true. */
  arrivesIn: number
  readonly #engine: Engine
  readonly #options: WorkspaceOptions
  #deliveries: RecordedDelivery[]
  readonly #registers: Map<string, RegisterState>
  /** Whether rows came that are older than those held: they may tell when a judgment was first pronounced. */
  #keepsOutdated = false
  #closed = false
  #coverageCorrected = false

  private constructor(
    options: WorkspaceOptions,
    previous: GenerationManifest | undefined,
    engine: Engine,
    connection: DuckDBConnection,
  ) {
    this.#options = options
    this.previous = previous
    const known = generationStore.list(options.home).map((generation) => generation.number)
    this.number = Math.max(options.numberAfter ?? 0, ...known) + 1
    this.arrivesIn = this.number
    this.#engine = engine
    this.connection = connection
    const recorded = previous?.deliveries ?? []
    this.#deliveries = [...withDeclaredCoverage(recorded, options.jurisdiction)]
    this.#coverageCorrected = this.#deliveries.some(({ coverage }, index) => coverage !== recorded[index]?.coverage)
    this.#registers = new Map(Object.entries(previous?.registers ?? {}))
  }

  /** @throws {@link Refusal} `UPGRADE_NEEDED`, `GENERATION_BROKEN` */
  static async open(options: WorkspaceOptions): Promise<GenerationBuilder> {
    const { home, folder, jurisdiction, beginsWith = 'copy' } = options
    const previous = beginsWith === 'nothing' ? undefined : generationStore.latest(home)
    if (previous !== undefined && beginsWith === 'copy') requireCurrentMeaning(previous)
    const finished = join(folder, 'generation')
    mkdirSync(finished, { recursive: true, mode: 0o700 })
    const facts = join(finished, 'facts.duckdb')
    if (previous !== undefined && beginsWith === 'copy') copyFacts(factsFile(home, previous.id), facts)
    const engine = await Engine.open({ ...options, temporaryFolder: join(folder, 'spill') })
    const connection = await engine.connect()
    await connection.run(`attach ${quoteLiteral(facts)} as facts (storage_version 'latest')`)
    // Rows that are kept in memory would not be compressed, and nobody reads them after a crash.
    const staging = quoteLiteral(join(folder, 'staging.duckdb'))
    await connection.run(`attach ${staging} as staging (storage_version 'latest', recovery_mode 'no_wal_writes')`)
    await connection.run('create table staging.touched (person_key uuid)')
    await inTransaction(connection, async () => {
      for (const { canonical } of jurisdiction.contracts.values())
        await prepareRegister(connection, canonical, jurisdiction)
    })
    return new GenerationBuilder(options, previous, engine, connection)
  }

  /** All deliveries whose rows are in the facts, those of this run included. */
  get deliveries(): readonly RecordedDelivery[] {
    return this.#deliveries
  }

  /** Whether the last generation was counted by other tables of the jurisdiction, or by other statements. */
  get countsOtherwise(): boolean {
    const { previous } = this
    if (previous === undefined) return false
    return isOfEarlierVersion(previous) || previous.tablesHash !== tablesHashOf(this.#options.jurisdiction)
  }

  /** Whether the last generation does not say of which secret its pseudonyms are: it was made before that was kept. */
  get recordsSecret(): boolean {
    return this.previous !== undefined && this.previous.pseudonyms === undefined
  }

  /** Whether any register holds other rows than in the last generation, or its history does. */
  get changesFacts(): boolean {
    if (this.#keepsOutdated) return true
    return [...this.#registers].some(([register, { hash, rows }]) => {
      const before = this.previous?.registers[register] ?? emptyRegister
      return hash !== before.hash || rows !== before.rows
    })
  }

  /** Whether any delivery covers other days than in the last generation. */
  get changesCoverage(): boolean {
    return this.#coverageCorrected
  }

  /** Corrects what the deliveries of one file cover. @throws {@link Refusal} `PERIOD_AGAINST_ROWS` */
  async correctCoverage(sha256: string, contract: Contract, coverage: RecordedDelivery['coverage']): Promise<void> {
    if (coverage === null) return
    const same = this.#deliveries.filter((delivery) => delivery.sha256 === sha256)
    await requireRowsWithin(this.connection, contract, same, coverage)
    this.#deliveries = this.#deliveries.map((delivery) =>
      same.includes(delivery) ? { ...delivery, coverage } : delivery,
    )
    this.#coverageCorrected = true
  }

  /**
   * Carries the rows of the last generation over, with fingerprints of today.
   *
   * @param identities - of the registers whose rows have keys
   * @throws {@link Refusal} `UPGRADE_IMPOSSIBLE`, `GENERATION_BROKEN`
   */
  async carry(identities: ReadonlyMap<RegisterName, RowIdentity>): Promise<readonly CarriedRegister[]> {
    const { home, jurisdiction } = this.#options
    const { id = '', registers = {} } = this.previous ?? {}
    requireFacts(factsFile(home, id))
    const rows = new Map(Object.entries(registers).map(([register, state]) => [register, state.rows]))
    const carried = await carryRows(this.connection, { from: factsFile(home, id), jurisdiction, identities, rows })
    for (const { register, state } of carried)
      if (Object.hasOwn(registers, register)) this.#registers.set(register, state)
    return carried
  }

  /** Adds the rows that ingest left in `staging.accepted`. */
  async append(delivery: NewDelivery): Promise<void> {
    await this.#append([delivery], appendAccepted)
  }

  /**
   * Adds the rows that ingest left in `staging.accepted` of several deliveries of one register, which end rows of one another
   * in the order in which they stand here.
   */
  async appendTogether(deliveries: readonly NewDelivery[]): Promise<void> {
    await this.#append(deliveries, appendTogether)
  }

  async #append(deliveries: readonly NewDelivery[], add: typeof appendAccepted): Promise<void> {
    const [first] = deliveries
    if (first === undefined) return
    const id = this.#deliveries.length + 1
    const { register } = first
    const { jurisdiction } = this.#options
    if (this.#isIncremental) await this.#noteTouched(register)
    const before = this.#registers.get(register) ?? emptyRegister
    const canonical = registerNamed(register, jurisdiction)
    const { state, keepsOutdated } = await add(this.connection, canonical, id, { before, jurisdiction })
    this.#registers.set(register, state)
    this.#keepsOutdated ||= keepsOutdated
    this.#deliveries.push(...deliveries.map((delivery, place) => recorded(delivery, id + place, this.arrivesIn)))
  }

  /** Counts, measures and closes the generation: afterwards it can be published. */
  async build(builtAt: Date): Promise<{ manifest: GenerationManifest; folder: string }> {
    const sentences = this.#registers.get('sentences') ?? emptyRegister
    const scope = this.#isIncremental ? changedPersons : allPersons(sentences.rows)
    await this.#count(scope)
    await requireConservation(this.connection, this.#options.jurisdiction, coveragesOf(this.#deliveries), scope)
    const manifest = await describeGeneration(this.connection, {
      number: this.number,
      jurisdiction: this.#options.jurisdiction,
      builtAt,
      pseudonyms: this.#options.pseudonyms,
      deliveries: this.#deliveries,
      registers: Object.fromEntries([...this.#registers].sort()),
    })
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

  /** Closing twice does no harm. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.connection.closeSync()
    this.#engine.close()
  }

  /** Only persons of whom something new came are counted again, unless the rules themselves are new, or rows tell of no person. */
  get #isIncremental(): boolean {
    const contracts = [...this.#options.jurisdiction.contracts.values()]
    const hasCounts = contracts.some(({ canonical }) => isCounted(canonical) && isCountedByPerson(canonical.name))
    return this.previous !== undefined && !this.countsOtherwise && !hasCounts
  }

  async #noteTouched(register: RegisterName): Promise<void> {
    if (!isCountedByPerson(register)) return
    await this.connection.run(
      `insert into staging.touched
       select ${keyOrOwn('person_key')} from staging.accepted
       union
       select ${keyOrOwn('person_key')} from (${outdatedRows})
       union
       select person_key from ${registerTablesOf(this.#options.jurisdiction)(register)} where row_key in (select row_key from staging.ended)`,
    )
  }

  async #count(scope: Scope): Promise<void> {
    const { jurisdiction } = this.#options
    await writeCodeTables(this.connection, jurisdiction)
    await makeDerivedTables(this.connection, jurisdiction, scope)
    await inTransaction(this.connection, () =>
      defineCubes(this.connection, jurisdiction, coveragesOf(this.#deliveries)),
    )
  }
}

function recorded(delivery: NewDelivery, id: number, generation: number): RecordedDelivery {
  const { register, file, sha256, coverage, sentAt, synthetic, account, reasons } = delivery
  return { id, generation, register, file, sha256, coverage, sentAt, synthetic, account, reasons: { ...reasons } }
}
