import { type About, Answer } from './answer.ts'
import { TarazaFailure } from './failure.ts'
import { fetchWithRetry } from './fetch-with-retry.ts'
import { clientVersion, type MethodName } from './names.ts'
import { type DatasetName, type Question, type Suggested, searchParametersOf } from './question.ts'

/** Who asks, in which language and of which release; it holds for all questions of a connection. */
export interface ConnectOptions {
  /** Of an analyst or officer; without it the public release is read. */
  readonly token?: string
  readonly level?: 'public' | 'analyst' | 'officer'
  /** Why exact figures are needed; for officers. */
  readonly purpose?: string
  readonly language?: 'ky' | 'ru' | 'en'
  /** A release such as `2026-Q3.1` to be answered from; otherwise the latest. */
  readonly release?: string
  /** How often a busy server is asked again. */
  readonly retries?: number
}

/** What holds for one question. */
export interface AskOptions {
  readonly signal?: AbortSignal
}

/** What can be asked, as the server says it. */
export interface Catalog {
  readonly version: string
  readonly jurisdiction: { readonly code: string; readonly name: string }
  readonly release: string | null
  readonly synthetic: boolean
  readonly datasets: readonly CatalogDataset[]
  readonly methods: readonly { readonly name: string }[]
}

export interface CatalogDataset {
  readonly name: string
  readonly label: string
  readonly unit: string
  readonly measures: readonly {
    readonly name: string
    readonly label: string
    readonly dimensions: readonly string[]
  }[]
  readonly dimensions: readonly {
    readonly name: string
    readonly label: string
    readonly codes: readonly { readonly code: string; readonly label: string }[]
  }[]
}

/** What a statistical method answers; `docs/methods` describes the results. */
export interface Findings extends About {
  readonly definition: string
  readonly findings: readonly {
    /** By dimension its code; empty for everybody. */
    readonly group: Readonly<Record<string, string>>
    // biome-ignore lint/suspicious/noExplicitAny: each method has a result of its own kind, as docs/methods says
    readonly result: any
  }[]
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * Opens a connection. Everything is asked of one release, so that figures never mix.
 *
 * @param address - of the server, such as `https://statistics.example`, or `''` for the page's own
 * @throws {@link TarazaFailure} `UNREACHABLE`, `NOT_TARAZA`, `CLIENT_TOO_OLD`, or a code of the server
 */
export async function connect(address: string, options: ConnectOptions = {}): Promise<Taraza> {
  const first = new Taraza(withoutSlashes(address), options, undefined)
  const catalog = await first.get<Catalog>('/v1/catalog')
  requireFit(catalog)
  const pinned = options.level === undefined || options.level === 'public' ? catalog.release : null
  return new Taraza(first.address, { ...(pinned === null ? {} : { release: pinned }), ...options }, catalog)
}

function withoutSlashes(address: string): string {
  let end = address.length
  while (address[end - 1] === '/') end -= 1
  return address.slice(0, end)
}

/** A newer server may answer what this client cannot read: versions fit while their first two numbers are equal. */
function requireFit({ version }: Partial<Catalog>): void {
  const [server = '', client = ''] = [version, clientVersion].map((text) => text?.split('.').slice(0, 2).join('.'))
  if (server === client) return
  const message =
    version === undefined
      ? 'The server does not say which version it is: is this the address of Taraza?'
      : `This client is ${clientVersion} and the server ${version}: install the client of the server's version.`
  throw new TarazaFailure(version === undefined ? 'NOT_TARAZA' : 'CLIENT_TOO_OLD', message)
}

/** A connection; see {@link connect}. */
export class Taraza {
  readonly address: string
  readonly #options: ConnectOptions
  readonly #catalog: Catalog | undefined

  constructor(address: string, options: ConnectOptions, catalog: Catalog | undefined) {
    this.address = address
    this.#options = options
    this.#catalog = catalog
  }

  /** The release that all answers come from; `undefined` for analysts and officers who named none. */
  get release(): string | undefined {
    return this.#options.release
  }

  get catalog(): Catalog {
    if (this.#catalog === undefined) throw new Error('connect() gives a connection with a catalog')
    return this.#catalog
  }

  /** The same connection to another vintage. @param release - such as `2026-Q3.1`, or a day */
  as(release: string): Taraza {
    return new Taraza(this.address, { ...this.#options, release }, this.#catalog)
  }

  /** The latest release, when it is not the one that this connection reads. */
  async newerRelease(): Promise<string | undefined> {
    const { release } = await this.get<Catalog>('/v1/catalog')
    return release === null || release === this.release ? undefined : release
  }

  /** Asks a question. @throws {@link TarazaFailure} with what would be possible instead */
  async query<Dataset extends DatasetName>(
    dataset: Suggested<Dataset>,
    question: Question<Dataset>,
    { signal }: AskOptions = {},
  ): Promise<Answer> {
    const parameters = searchParametersOf(question)
    parameters.set('format', 'arrow')
    const response = await this.#fetch(`/v1/data/${dataset}`, parameters, signal)
    return new Answer(new Uint8Array(await response.arrayBuffer()))
  }

  /** Asks a statistical method about the answer to a question. @param parameters - of the question, and of the method */
  async statistics<Dataset extends DatasetName>(
    method: Suggested<MethodName>,
    dataset: Suggested<Dataset>,
    parameters: Question<Dataset>,
    { signal }: AskOptions = {},
  ): Promise<Findings> {
    const asked = searchParametersOf({ ...parameters, dataset })
    return (await (await this.#fetch(`/v1/statistics/${method}`, asked, signal)).json()) as Findings
  }

  /** Reads any other address of the API that answers JSON. */
  async get<Body>(path: string, { signal }: AskOptions = {}): Promise<Body> {
    return (await (await this.#fetch(path, new URLSearchParams(), signal)).json()) as Body
  }

  async #fetch(path: string, parameters: URLSearchParams, signal: AbortSignal | undefined): Promise<Response> {
    const { token, level, purpose, language = 'en', release, retries = 3 } = this.#options
    if (release !== undefined && path.match(/^\/v1\/(data|statistics)\//)) parameters.set('asOf', release)
    if (level !== undefined) parameters.set('level', level)
    parameters.set('lang', language)
    const headers = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(purpose === undefined ? {} : { 'Taraza-Purpose': encodeURIComponent(purpose) }),
    }
    return await fetchWithRetry(`${this.address}${path}?${parameters}`, { headers, retries, signal })
  }
}
