import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ClickHouseClient } from '@clickhouse/client'
import { Refusal, systemErrorCode } from '#foundation'

/** The oldest ClickHouse whose answers were compared with those of the other engine. */
const oldest = [24, 3]

const longestLoad = 600_000

/** Which ClickHouse there is, and how it is reached. */
export interface ClickHouseOptions {
  /** With user and password where it has them. */
  readonly url: string
  /** The cluster over which tables are spread; without it they are on one machine. */
  readonly cluster?: string | undefined
  /** Opens another connection than the one of the address. */
  readonly open?: () => Promise<ClickHouseClient>
}

/** A ClickHouse that says in our words what is wrong with it. */
export class ClickHouse {
  readonly #client: ClickHouseClient

  private constructor(client: ClickHouseClient) {
    this.#client = client
  }

  /** @throws {@link Refusal} `ENGINE_DOWN`, `ENGINE_TOO_OLD` */
  static async open({ url, open }: ClickHouseOptions): Promise<ClickHouse> {
    const client = await (open?.() ?? openClient(url))
    const clickhouse = new ClickHouse(client)
    try {
      await clickhouse.#requireKnownVersion()
    } catch (error) {
      await client.close()
      throw error
    }
    return clickhouse
  }

  async command(query: string): Promise<void> {
    await withKnownErrors(() => this.#client.command({ query }))
  }

  async rows<Row>(query: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<readonly Row[]> {
    return await withKnownErrors(async () => {
      const found = await this.#client.query({ query, query_params: { ...parameters }, format: 'JSONEachRow' })
      return await found.json<Row>()
    })
  }

  /** The answer as an Arrow stream. @throws {@link Refusal} `DEADLINE` when the signal fires */
  async arrow(query: string, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Uint8Array> {
    return await withKnownErrors(async () => {
      const { stream } = await this.#client.exec({
        query: `${query}\nformat ArrowStream`,
        query_params: { ...parameters },
        abort_signal: signal,
        clickhouse_settings: {
          output_format_arrow_compression_method: 'none',
          // Who has left does not keep the engine at work.
          cancel_http_readonly_queries_on_client_close: 1,
        },
      })
      return await buffer(stream)
    }, signal)
  }

  /** @param lines - tab-separated, `\N` for what is missing */
  async insert(table: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
    await withKnownErrors(() =>
      this.#client.insert({ table, values: Readable.from(lines, { objectMode: false }), format: 'TabSeparated' }),
    )
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #requireKnownVersion(): Promise<void> {
    const [row] = await this.rows<{ version: string }>('select version() as version')
    const [major = 0, minor = 0] = (row?.version ?? '').split('.').map(Number)
    const [minMajor = 0, minMinor = 0] = oldest
    if (major > minMajor || (major === minMajor && minor >= minMinor)) return
    throw new Refusal(
      'ENGINE_TOO_OLD',
      `ClickHouse ${row?.version} is older than ${oldest.join('.')}, with which answers were compared. Upgrade it.`,
    )
  }
}

async function openClient(url: string): Promise<ClickHouseClient> {
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client')
  // What it would log holds statements with their codes.
  return createClient({ url, request_timeout: longestLoad, log: { level: ClickHouseLogLevel.OFF } })
}

const words: Readonly<Record<string, readonly [code: string, message: string]>> = {
  MEMORY_LIMIT_EXCEEDED: [
    'ENGINE_MEMORY',
    'The engine has too little memory for this question: ask for fewer dimensions.',
  ],
  NOT_ENOUGH_SPACE: ['ENGINE_DISK', 'The disk of the engine is full.'],
  TIMEOUT_EXCEEDED: ['DEADLINE', 'The answer took too long. Ask for fewer dimensions or a shorter period.'],
  TOO_SLOW: ['DEADLINE', 'The answer took too long. Ask for fewer dimensions or a shorter period.'],
  TOO_MANY_SIMULTANEOUS_QUERIES: ['BUSY', 'The engine is busy. Ask again in a moment.'],
  UNKNOWN_DATABASE: ['ENGINE_NOT_LOADED', 'ClickHouse lacks what is asked for. Run "taraza clickhouse load".'],
  UNKNOWN_TABLE: ['ENGINE_NOT_LOADED', 'ClickHouse lacks what is asked for. Run "taraza clickhouse load".'],
}

/** Does something there, and says in our words what failed: what it answers may hold the statement, so it stays the cause. */
async function withKnownErrors<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (signal?.aborted) throw refusalFor(words['TIMEOUT_EXCEEDED'], error)
    const known = words[String((error as { type?: unknown }).type)]
    if (known !== undefined) throw refusalFor(known, error)
    const system = systemErrorCode(error) ?? ''
    if (/^E[A-Z_]+$/.test(system) || /timeout|socket|connect/i.test(String(error)))
      throw refusalFor(
        ['ENGINE_DOWN', 'ClickHouse cannot be reached. See that it runs and that TARAZA_CLICKHOUSE_URL is right.'],
        error,
      )
    throw error
  }
}

function refusalFor(known: readonly [code: string, message: string] | undefined, cause: unknown): Refusal {
  const [code, message] = known ?? ['ENGINE_DOWN', 'ClickHouse failed.']
  return new Refusal(code, message, {}, { cause })
}
