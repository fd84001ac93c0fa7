import type { Logger } from 'pino'
import type { Jurisdiction } from '#jurisdictions'
import type {
  AccessLevel,
  Answer,
  Catalog,
  Edition,
  FixedTable,
  Intervals,
  Preparation,
  PublishedCells,
  Question,
  ReleaseManifest,
} from '#warehouse'
import type { Principal } from '../access/roles.ts'
import type { TokenStore } from '../access/token-store.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { EncodedResultCache } from '../cache/encoded-result-cache.ts'
import type { ResponseCache } from '../cache/response-cache.ts'
import type { WorkQueues } from '../costs/work-queues.ts'
import type { RequestMetrics } from '../metrics/request-metrics.ts'

/**
 * One version of the figures at one level. It was chosen once: whatever is published meanwhile, all that it answers is of
 * this version, and so is everything that is made of its answers.
 */
export interface PinnedVersion {
  readonly edition: Edition
  /**
   * Answers a question. What is not public needs an asker who may ask it, and is written to the audit log before it is
   * given out.
   */
  ask(question: Question, signal: AbortSignal): Promise<Answer>
  /** All cells of a public cube. @throws {@link Refusal} `UNKNOWN_CUBE` */
  cube(name: string, signal: AbortSignal): Promise<PublishedCells>
}

/** Which version is wanted, where it is not the one that is served now, and who asks it, where that is known. */
export interface Pinning {
  readonly asOf?: string | undefined
  readonly asker?: Principal | undefined
}

/**
 * What the routes and pages of one server share. The levels are part of its type: a route that was given the service of
 * the public cannot even say that it wants the facts.
 */
export interface Service<L extends AccessLevel> {
  readonly jurisdiction: Jurisdiction
  readonly catalog: Catalog
  /** The levels that this process answers. What it does not answer it cannot read: it opens no other file. */
  readonly levels: readonly [L, ...L[]]
  /** For whom its pages are: only public ones may be kept. */
  readonly audience: AccessLevel
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
  readonly cache: EncodedResultCache
  /** Which of them were sent for which address. */
  readonly memory: ResponseCache
  readonly metrics: RequestMetrics
  /** All releases, oldest first: what they say of themselves is public. */
  releases(): readonly ReleaseManifest[]
  /** How far a sample home is with figures of its own, while it shows those that came with the program. */
  preparation(): Preparation | undefined
  /**
   * What public pages show besides the figures of their edition: which releases there are, how far the home is, and the day. It is
   * right to some milliseconds.
   */
  moment(): string
  /** The release that is served, or `undefined` before the first one. */
  served(): ReleaseManifest | undefined
  /** The printed tables of a release: they are public, and only whole years of them are told. */
  fixedTables(release: string): readonly FixedTable[]
  /** What intervals of a release allow for, and how often they hold; none where it was made before there were any. */
  intervals(release: string): Intervals
  /** Chooses the version that a request, a page or a file is made of: once for each. @throws {@link Refusal} where there is none */
  pin(level: L, pinning?: Pinning): PinnedVersion
  /** Returns when its first level would be answered. @throws {@link Refusal} that says why not */
  ready(): Promise<void>
  close(): Promise<void>
}
