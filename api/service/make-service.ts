import { join } from 'node:path'
import type { Logger } from 'pino'
import { loadJurisdiction } from '#jurisdictions'
import {
  type AccessLevel,
  ask,
  buildCatalog,
  type Catalog,
  type ClickHouseOptions,
  ClickHouseReader,
  type CubeReader,
  DifferencingGuard,
  EditionReader,
  generationSource,
  inOrderOf,
  type PinnedCubes,
  type PinnedFile,
  policyFor,
  preparationOf,
  publicHome,
  type ReaderOptions,
  readCube,
  readFixedTables,
  readIntervals,
  releaseSource,
  releaseStore,
  requireSameYears,
  snapshotSource,
  type VersionSource,
} from '#warehouse'
import { levelNotAvailable } from '../access/requested-level.ts'
import { authorizeQuery, type Principal } from '../access/roles.ts'
import { TokenStore } from '../access/token-store.ts'
import { AuditLog } from '../audit/audit-log.ts'
import { EncodedResultCache } from '../cache/encoded-result-cache.ts'
import { ResponseCache } from '../cache/response-cache.ts'
import { ResultCache } from '../cache/result-cache.ts'
import { WorkQueues } from '../costs/work-queues.ts'
import { RequestMetrics } from '../metrics/request-metrics.ts'
import { lately } from './lately.ts'
import type { PinnedVersion, Service } from './service.ts'
import { signingRegisterText } from './signing-register-file.ts'

/** What a service answers from, at which levels, and within which bounds. The deadline is in milliseconds. */
export interface ServiceOptions<L extends AccessLevel> extends ReaderOptions {
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

const sources: { readonly [L in AccessLevel]: (home: string) => VersionSource<L> } = {
  public: releaseSource,
  analyst: snapshotSource,
  officer: generationSource,
}

/** What is public is read from the release and nothing else. */
function readerOf<L extends AccessLevel>(
  level: L,
  { clickhouse, ...options }: Omit<ServiceOptions<L>, 'levels' | 'log'>,
): CubeReader<L> {
  const source = sources[level](options.home)
  return clickhouse === undefined || level === 'public'
    ? new EditionReader(source, options)
    : new ClickHouseReader(source, options, clickhouse)
}

/** Loads the jurisdiction and prepares to read for some levels; files are opened with the first question. */
export function makeService<L extends AccessLevel>({
  deadline = 30_000,
  publicUrl = '',
  log,
  levels,
  remembersAnswers = true,
  ...options
}: ServiceOptions<L>): Service<L> {
  const jurisdiction = loadJurisdiction(options.jurisdiction)
  requireSameYears(publicHome(options.home), jurisdiction)
  const catalog = buildCatalog(jurisdiction)
  const cache = new EncodedResultCache()
  const audit = new AuditLog(options.home)
  const readers = new Map(levels.map((level) => [level, readerOf(level, options)]))
  const guard = new DifferencingGuard(options.home, remembersAnswers)
  const documents = publicDocuments(options.home, catalog)
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
    signingFolder: signingFolderOf(options.home),
    queues: new WorkQueues(),
    cache,
    metrics: new RequestMetrics(() => cache.size),
    memory: new ResponseCache(cache, () => {
      const edition = readers.get(levels[0])?.pin().edition.key
      return edition === undefined ? undefined : { edition, moment: documents.moment() }
    }),
    ...documents,
    ...answering({ readers, levels, catalog, guard, audit }),
  }
}

function signingFolderOf(home: string): string {
  return join(home, 'signing')
}

const today = () => new Date().toISOString().slice(0, 10)

type Documents = Pick<
  Service<AccessLevel>,
  'releases' | 'preparation' | 'moment' | 'served' | 'fixedTables' | 'intervals'
>

/** What the files of releases tell beside answers. */
function publicDocuments(home: string, { datasets }: Catalog): Documents {
  const regions = datasets.get('sentences')?.dimensions.get('region')?.codes ?? []
  const order = regions.map(({ code }) => code)
  const releases = () => releaseStore.list(publicHome(home))
  const preparation = () => preparationOf(home)
  // What was signed with a key that was revoked is not sent again.
  const keys = () => signingRegisterText(signingFolderOf(home))
  const moment = () => JSON.stringify([today(), preparation(), releases().map(({ id }) => id), keys()])
  return {
    releases,
    preparation,
    moment: lately(moment),
    served: () => releaseStore.current(publicHome(home)),
    fixedTables: (release) => readFixedTables(publicHome(home), release).map((table) => inOrderOf(order, table)),
    intervals: (release) => readIntervals(publicHome(home), release),
  }
}

/** Cells of whole cubes are read from the files of releases: no other engine answers the public. */
function isPublicFile(pinned: PinnedCubes<AccessLevel>): pinned is PinnedFile<'public'> {
  return pinned.level === 'public'
}

interface Answering<L extends AccessLevel> {
  readonly readers: ReadonlyMap<L, CubeReader<L>>
  readonly levels: readonly [L, ...L[]]
  readonly catalog: Catalog
  readonly guard: DifferencingGuard
  readonly audit: AuditLog
}

function answering<L extends AccessLevel>({
  readers,
  levels,
  ...answered
}: Answering<L>): Pick<Service<L>, 'pin' | 'ready' | 'close'> {
  const readerFor = (level: L) => {
    const reader = readers.get(level)
    if (reader === undefined) throw levelNotAvailable(levels)
    return reader
  }
  const results = new ResultCache()
  return {
    pin: (level, { asOf, asker } = {}) => {
      const pinned = readerFor(level).pin(asOf)
      const asking = asksOf(pinned, { ...answered, results, asker })
      return {
        edition: pinned.edition,
        ask: async (question, signal) => {
          if (question.asOf !== undefined && question.asOf !== asOf) throw new Error('a question of another version')
          return await asking(question, signal)
        },
        cube: async (name, signal) => {
          if (!isPublicFile(pinned)) throw levelNotAvailable(levels)
          return await readCube(name, pinned, answered.catalog.jurisdiction, signal)
        },
      }
    },
    ready: async () => await readerFor(levels[0]).ready(),
    close: async () => {
      await Promise.all([...readers.values()].map((reader) => reader.close()))
    },
  }
}

interface Answered extends Pick<Answering<AccessLevel>, 'catalog' | 'guard' | 'audit'> {
  readonly results: ResultCache
  readonly asker: Principal | undefined
}

/** How questions of a version are answered: public ones once for all, others for an asker and with a line in the audit log. */
function asksOf<L extends AccessLevel>(
  pinned: PinnedCubes<L>,
  { catalog, guard, audit, results, asker }: Answered,
): PinnedVersion['ask'] {
  const { level, edition } = pinned
  const policy = policyFor(level)
  if (level === 'public')
    return (question, signal) =>
      results.get(question, edition.key, signal, (wanted) => ask(question, policy, catalog, pinned, wanted))
  return async (question, signal) => {
    authorizeQuery(asker, level, question.dataset)
    const { who, role, purpose = null } = asker
    const answer = await ask(question, policy, catalog, pinned, signal, { guard, who })
    const at = new Date().toISOString()
    audit.append({ at, who, role, level, edition: edition.id, question, rows: answer.rows, purpose })
    return answer
  }
}
