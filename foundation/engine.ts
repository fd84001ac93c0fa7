import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import { LRUCache } from 'lru-cache'
import { requirePlainFile } from './refusal/damaged-file.ts'
import { requireWanted, stopped } from './stopped.ts'

/** What an engine reads and what it may take of the machine. */
export interface EngineOptions {
  /** A database file; without it the engine works in memory. */
  readonly path?: string
  readonly readOnly?: boolean
  readonly threads?: number
  /** Such as `2GB`. */
  readonly memoryLimit?: string
  /** Where the engine may spill. The default of the engine would be beside the database file. */
  readonly temporaryFolder?: string
  /** Shuts the engine off from every other file and forbids to change its settings. For engines that answer questions. */
  readonly sealed?: boolean
}

/** An SQL statement, with the values that are bound to its `$1`, `$2` … in their order. */
export interface Statement {
  readonly sql: string
  readonly parameters?: readonly DuckDBValue[]
  readonly types?: readonly DuckDBType[]
}

/**
 * The settings of an instance, in the order in which the engine accepts them: `temp_directory` is refused once
 * `enable_external_access` is off, and nothing can be set after `lock_configuration`.
 */
function instanceSettings(options: EngineOptions): Record<string, string> {
  return {
    ...(options.temporaryFolder === undefined ? {} : { temp_directory: options.temporaryFolder }),
    ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    ...(options.sealed ? { enable_external_access: 'false', lock_configuration: 'true' } : {}),
  }
}

const maxIdle = 4

/** One DuckDB instance. It owns the file handle: whoever opens it closes it. */
export class Engine {
  readonly #instance: DuckDBInstance
  /** Connections of a sealed engine that nobody uses now: opening one takes as long as a small question. */
  readonly #idle: DuckDBConnection[] = []
  readonly #maxIdle: number

  private constructor(instance: DuckDBInstance, maxIdle: number) {
    this.#instance = instance
    this.#maxIdle = maxIdle
  }

  /** @throws {@link Refusal} `WRONG_KIND_OF_FILE` */
  static async open(options: EngineOptions = {}): Promise<Engine> {
    if (options.path !== undefined) requirePlainFile(options.path)
    const instance = await DuckDBInstance.create(options.path ?? ':memory:', instanceSettings(options))
    return new Engine(instance, options.sealed ? maxIdle : 0)
  }

  /** A connection that lasts: whoever asks for it closes it. */
  async connect(): Promise<DuckDBConnection> {
    return await this.#instance.connect()
  }

  /**
   * Gives a connection to `use`, and closes it afterwards; a sealed engine keeps it for the next, unless `use` failed. A connection runs
   * one statement at a time.
   */
  async withConnection<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#idle.pop() ?? (await this.connect())
    let isDone = false
    try {
      const result = await use(connection)
      isDone = true
      return result
    } finally {
      if (isDone && this.#idle.length < this.#maxIdle) this.#idle.push(connection)
      else connection.closeSync()
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#instance.closeSync()
  }
}

/** Runs many small statements as one: written out and flushed to the disk once, and all or none of them. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('begin')
  try {
    await work()
    await connection.run('commit')
  } catch (error) {
    await connection.run('rollback')
    throw error
  }
}

/** Statements of one connection that stay prepared: the pages of a release ask in a few dozen ways. */
const maxPrepared = 32
const preparedStatements = new WeakMap<DuckDBConnection, LRUCache<string, DuckDBPreparedStatement>>()

/** To read and to plan a statement takes as long as to run it on a cube, and most come again with other values. */
async function preparedOn(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const dispose = (statement: DuckDBPreparedStatement) => statement.destroySync()
  const known = preparedStatements.get(connection) ?? new LRUCache({ max: maxPrepared, dispose })
  preparedStatements.set(connection, known)
  const prepared = known.get(sql) ?? (await connection.prepare(sql))
  if (!known.has(sql)) known.set(sql, prepared)
  return prepared
}

/**
 * Runs one statement and keeps the whole result, until `signal` says stop; then the engine is interrupted.
 *
 * @throws {@link Refusal} `DEADLINE` when the signal fired, whatever the reason was
 */
export async function runStatement(
  connection: DuckDBConnection,
  { sql, parameters = [], types }: Statement,
  signal?: AbortSignal,
): Promise<DuckDBMaterializedResult> {
  const interrupt = () => connection.interrupt()
  requireWanted(signal)
  signal?.addEventListener('abort', interrupt, { once: true })
  try {
    const prepared = await preparedOn(connection, sql)
    prepared.bind([...parameters], types && [...types])
    return await prepared.run()
  } catch (error) {
    preparedStatements.get(connection)?.delete(sql)
    throw signal?.aborted ? stopped(signal) : error
  } finally {
    signal?.removeEventListener('abort', interrupt)
  }
}

/** Runs one statement and returns its rows as plain objects; 64-bit integers arrive as numbers. */
export async function selectRows<Row>(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly DuckDBValue[] = [],
) {
  const result = await connection.runAndReadAll(sql, [...parameters])
  return result.getRowObjectsJS().map((row) => mapValues(row, plainNumber)) as Row[]
}

/** The only row of a statement that returns exactly one. */
export async function selectRow<Row>(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly DuckDBValue[] = [],
) {
  const [row] = await selectRows<Row>(connection, sql, parameters)
  if (row === undefined) throw new Error('the statement returned no row')
  return row
}

function plainNumber(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function mapValues(row: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, change(value)]))
}
