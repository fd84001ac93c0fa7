import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  AnalystGuard,
  type Answer,
  ask,
  buildCatalog,
  type Catalog,
  type ClickHouseOptions,
  ClickHouseReader,
  type CubeReader,
  type Edition,
  EditionReader,
  type FixedTable,
  factsShelf,
  type Intervals,
  inOrderOf,
  type Level,
  type Policy,
  type Preparation,
  type PublishedCells,
  preparationOf,
  publicHome,
  type Question,
  type ReaderOptions,
  type ReleaseManifest,
  readCube,
  readFixedTables,
  readIntervals,
  releaseShelf,
  releaseStore,
  type Shelf,
  snapshotShelf,
} from '#warehouse'
import { AuditLog } from './access/audit-log.ts'
import { levelNotAvailable } from './access/requested-level.ts'
import { type Asker, requireMayAsk } from './access/roles.ts'
import { TokenStore } from './access/token-store.ts'
import { WorkQueues } from './costs/work-queues.ts'
import { AnswerCache } from './http/answer-cache.ts'
import { AnswerMemory } from './http/answer-memory.ts'
import { RequestMetrics } from './http/request-metrics.ts'

/**
 * What the routes and pages of one server share. The levels are part of its type: a route that was given the service of
 * the public cannot even say that it wants the facts.
 */
export interface Service<L extends Level> {
  readonly jurisdiction: Jurisdiction
  readonly catalog: Catalog
  /** The levels that this process answers. What it does not answer it cannot read: it opens no other file. */
  readonly levels: readonly [L, ...L[]]
  /** For whom its pages are: only public ones may be kept. */
  readonly audience: Level
  readonly log: Logger
  /** Milliseconds after which a question is given up. */
  readonly deadline: number
  readonly tokens: TokenStore
  /** What is not public and was given out, and what was refused. */
  readonly audit: Pick<AuditLog, 'append'>
  /** Under which address readers reach this server, as far as it is known; without a slash at its end. */
  readonly publicUrl: string
  /** Where the committee's secretary keeps texts for the pack. */
  readonly packFolder: string
  /** Where the key lies that signs what is exported. */
  readonly signingFolder: string
  /** Where requests wait for a place, each kind by itself. */
  readonly queues: WorkQueues
  /** Encoded answers of the public level. */
  readonly cache: AnswerCache
  /** Which of them were sent for which address. */
  readonly memory: AnswerMemory
  readonly metrics: RequestMetrics
  /** All releases, oldest first: what they say of themselves is public. */
  releases(): readonly ReleaseManifest[]
  /** How far a sample home is with figures of its own, while it shows those that came with the program. */
  preparation(): Preparation | undefined
  /** The release that is served, or `undefined` before the first one. */
  served(): ReleaseManifest | undefined
  /** The printed tables of a release: they are public, and only whole years of them are told. */
  fixedTables(release: string): readonly FixedTable[]
  /** What intervals of a release allow for, and how often they hold; none where it was made before there were any. */
  intervals(release: string): Intervals
  /** What answers at a level are made from now, or were on a day. @throws {@link Refusal} where there is nothing yet */
  edition(level: L, asOf?: string): Edition
  /**
   * Answers a question. What is not public needs an asker who may ask it, and is written to the audit log before it is
   * given out.
   */
  ask(question: Question, policy: Policy<L>, signal: AbortSignal, asker?: Asker): Promise<Answer>
  /** Returns when its first level would be answered. @throws {@link Refusal} that says why not */
  ready(): Promise<void>
  /** All cells of a public cube, of a day or a release. @throws {@link Refusal} `UNKNOWN_CUBE` */
  cube(name: string, asOf: string | undefined, signal: AbortSignal): Promise<PublishedCells>
  close(): Promise<void>
}

/** What a service answers from, at which levels, and within which bounds. The deadline is in milliseconds. */
export interface ServiceOptions<L extends Level> extends ReaderOptions {
  readonly jurisdiction: string
  readonly levels: readonly [L, ...L[]]
  readonly log: Logger
  readonly deadline?: number
  /** Whether what analysts are told counts after this service is closed: not for an audit, which attacks its own answers. */
  readonly remembersAnswers?: boolean
  readonly publicUrl?: string | undefined
  /** Where questions that are not public are answered from instead of the home's own files. */
  readonly clickhouse?: ClickHouseOptions | undefined
}

const shelves: { readonly [L in Level]: (home: string) => Shelf<L> } = {
  public: releaseShelf,
  analyst: snapshotShelf,
  officer: factsShelf,
}

/** What is public is read from the release and nothing else. */
function readerOf<L extends Level>(
  level: L,
  { clickhouse, ...options }: Omit<ServiceOptions<L>, 'levels' | 'log'>,
): CubeReader<L> {
  const shelf = shelves[level](options.home)
  return clickhouse === undefined || level === 'public'
    ? new EditionReader(shelf, options)
    : new ClickHouseReader(shelf, options, clickhouse)
}

/** The reader of what is public, which is lent by the files of releases and nothing else. */
function publicReaderOf(readers: readonly CubeReader<Level>[]): EditionReader<'public'> | undefined {
  return readers.find(
    (reader): reader is EditionReader<'public'> => reader instanceof EditionReader && reader.level === 'public',
  )
}

/** Loads the jurisdiction and prepares to read for some levels; files are opened with the first question. */
export function makeService<L extends Level>({
  deadline = 30_000,
  publicUrl = '',
  log,
  levels,
  remembersAnswers = true,
  ...options
}: ServiceOptions<L>): Service<L> {
  const jurisdiction = loadJurisdiction(options.jurisdiction)
  const catalog = buildCatalog(jurisdiction)
  const regions =
    catalog.datasets
      .get('sentences')
      ?.dimensions.get('region')
      ?.codes.map(({ code }) => code) ?? []
  const guard = new AnalystGuard(options.home, remembersAnswers)
  const cache = new AnswerCache(deadline)
  const audit = new AuditLog(options.home)
  const readers = new Map(levels.map((level) => [level, readerOf(level, options)]))
  const readerFor = (level: L) => {
    const reader = readers.get(level)
    if (reader === undefined) throw levelNotAvailable(levels)
    return reader
  }
  return {
    jurisdiction,
    catalog,
    levels,
    audience: levels[0],
    log,
    deadline,
    tokens: new TokenStore(options.home),
    audit,
    publicUrl: publicUrl.replace(/\/$/, ''),
    packFolder: join(options.home, 'pack'),
    signingFolder: join(options.home, 'signing'),
    queues: new WorkQueues(),
    cache,
    metrics: new RequestMetrics(() => cache.size),
    // While a home prepares, its pages say how far it is: they are not the same from one moment to the next.
    memory: new AnswerMemory(cache, () =>
      preparationOf(options.home) ? undefined : readers.get(levels[0])?.edition().id,
    ),
    releases: () => releaseStore.list(publicHome(options.home)),
    preparation: () => preparationOf(options.home),
    served: () => releaseStore.current(publicHome(options.home)),
    fixedTables: (release) =>
      readFixedTables(publicHome(options.home), release).map((table) => inOrderOf(regions, table)),
    intervals: (release) => readIntervals(publicHome(options.home), release),
    edition: (level, asOf) => readerFor(level).edition(asOf),
    ask: async (question, policy, signal, asker) => {
      const { level } = policy
      const reader = readerFor(level)
      if (level === 'public') return await ask(question, policy, catalog, reader, signal)
      requireMayAsk(asker, level, question.dataset)
      const { who, role, purpose = null } = asker
      const answer = await ask(question, policy, catalog, reader, signal, { guard, who })
      const at = new Date().toISOString()
      audit.append({ at, who, role, level, edition: answer.edition.id, question, rows: answer.rows, purpose })
      return answer
    },
    ready: async () => await readerFor(levels[0]).ready(),
    cube: async (name, asOf, signal) => {
      const reader = publicReaderOf([...readers.values()])
      if (reader === undefined) throw levelNotAvailable(levels)
      return await readCube(name, asOf, reader, signal)
    },
    close: async () => {
      await Promise.all([...readers.values()].map((reader) => reader.close()))
    },
  }
}
