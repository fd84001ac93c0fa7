import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  Engine,
  flushFolder,
  type KeptSecret,
  quarterName,
  quoteIdentifier,
  quoteLiteral,
  Refusal,
  readStatement,
  selectRow,
  sha256,
  writeDurably,
} from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { buildCatalog } from '../catalog/catalog.ts'
import { type Cube, cubesOf } from '../catalog/cube.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { monthsIn } from '../catalog/periods.ts'
import { defineRecordKeys } from '../disclosure/cell-key/record-keys.ts'
import { claimPromiseOf } from '../disclosure/cube-rule.ts'
import { errorsByFamily, shareOfRealThrees, standardErrorOf } from '../disclosure/rounding/index.ts'
import { joinCells } from '../disclosure/rounding/shape.ts'
import type { GenerationManifest } from '../generations/manifest.ts'
import { factsFile, generationStore } from '../generations/store.ts'
import { daysOfQuarter } from '../quality/open-quarters.ts'
import { finestGrain } from '../query/time.ts'
import { disclosureSecret } from '../secrets.ts'
import { storedMeaning } from '../versions/stored-meaning.ts'
import { claimRecord } from './claim-record.ts'
import { type ClosedPeriod, closedPeriod, nextDue, type Wish } from './closed-period.ts'
import { requireHiddenCorrections } from './corrections-gate.ts'
import { coverageRecords, summaryOf, widenedTables } from './coverage/coverage-record.ts'
import { measureCoverage } from './coverage/measure-coverage.ts'
import { drawsOf, mayBeRevised, publishedDraws } from './draws.ts'
import { fixedTables, fixedTablesFile, readFixedTables } from './fixed-tables.ts'
import { headlinesOf } from './headlines.ts'
import { type Intervals, intervalsFile } from './intervals.ts'
import { type PublishedCubeRecord, type ReleaseManifest, releaseFormat } from './manifest.ts'
import { measuredAnew, protectFacts } from './protect-facts.ts'
import type { ProtectedCube } from './protected-cube.ts'
import { makeRollups, publicColumns, writeParquet } from './public-tables.ts'
import { type CubeShare, sharesOf } from './shares.ts'
import { type SnapshotSources, writeSnapshot } from './snapshot.ts'
import { loadSolved, readSolved, solvedFile } from './solved-store.ts'
import { readRestricted, releaseStore, releasesUpTo, requireWhole, snapshotFile } from './store.ts'
import { unfinishedFolder } from './unfinished-blocks.ts'
import { earlierGenerations, waitingSince } from './waiting-deliveries.ts'

/** What a release is made of, what it may do, and who is told how far it is. */
export interface ReleaseOptions extends Wish {
  readonly home: string
  /** An empty folder of this run. */
  readonly folder: string
  readonly jurisdiction: Jurisdiction
  /** Whether corrections of published periods enter: once a year. */
  readonly revise: boolean
  /** Who accepts accuracy promises of up to 1.5 times, where those that are declared cannot be kept. */
  readonly acceptWider?: string | undefined
  /** The generation of the facts to make it of, by default the current one: deliveries that arrived later wait. */
  readonly factsOf?: string | undefined
  readonly threads?: number | undefined
  readonly memoryLimit?: string | undefined
  /** What is happening, and which share of the whole is done, from 0 to 1. */
  readonly progress: (message: string, share: number) => void
}

export interface FinishedRelease {
  readonly manifest: ReleaseManifest
  /** Holds `release` and `snapshot`, to be moved to where they are served from. */
  readonly folder: string
}

/**
 * Protects the closed periods of every published cube, measures every promise, and writes a release into `folder`. Nothing
 * is visible to readers until it is published.
 *
 * @throws {@link Refusal} `NO_DATA`, `OPEN_QUARTER`, `MISSING_DELIVERY`, `ALREADY_PUBLISHED`, `NOTHING_TO_RELEASE`,
 *   `PROMISES_NOT_KEPT`, `SECRET_LOST`, `SECRET_BROKEN`, `SECRET_CHANGED`, `RELEASE_BROKEN`, `STATE_BROKEN`
 */
export async function makeRelease(options: ReleaseOptions): Promise<FinishedRelease> {
  const { home, jurisdiction, revise } = options
  const facts =
    options.factsOf === undefined ? generationStore.current(home) : generationStore.read(home, options.factsOf)
  if (facts === undefined) throw new Refusal('NO_DATA', 'There are no figures yet: run "taraza nightly" first.')
  if (Object.keys(jurisdiction.disclosure.cubes).length === 0)
    throw new Refusal('NOTHING_DECLARED', 'The jurisdiction declares no public cube: write its disclosure.yaml first.')
  releaseStore.mend(home)
  const previous = releaseStore.current(home)
  if (previous !== undefined) requireWhole(home, previous)
  const period = closedPeriod(jurisdiction, facts, previous, options)
  if (previous?.through === quarterName(period.last) && !(revise && canBeRevised(previous)))
    throw new Refusal(
      'NOTHING_TO_RELEASE',
      `The release ${previous.id} contains everything that is closed. ${revise ? 'Each of its quarters was drawn three times, and stays as it is.' : 'With --revise, corrections enter.'}`,
    )
  return await new ReleaseWork(options, facts, previous, period).make()
}

function canBeRevised(release: ReleaseManifest): boolean {
  const draws = publishedDraws(release)
  return Object.keys(draws).some((quarter) => mayBeRevised(quarter, draws))
}

class ReleaseWork {
  readonly #options: ReleaseOptions
  readonly #facts: GenerationManifest
  readonly #previous: ReleaseManifest | undefined
  readonly #period: ClosedPeriod
  readonly #secret: KeptSecret
  readonly #id: string
  readonly #release: string
  readonly #snapshot: string
  readonly #datasets: readonly Dataset[]
  readonly #found: Intervals = {}
  readonly #protected = new Map<string, ProtectedCube>()
  #shares: ReadonlyMap<string, CubeShare> = new Map()

  constructor(
    options: ReleaseOptions,
    facts: GenerationManifest,
    previous: ReleaseManifest | undefined,
    period: ClosedPeriod,
  ) {
    const through = quarterName(period.last)
    this.#options = options
    this.#facts = facts
    this.#previous = previous
    this.#period = period
    this.#secret = disclosureSecret(options.home)
    this.#id = `${through}.${releaseStore.list(options.home).filter((release) => release.through === through).length + 1}`
    this.#release = join(options.folder, 'release')
    this.#snapshot = join(options.folder, 'snapshot')
    this.#datasets = [...buildCatalog(options.jurisdiction).datasets.values()]
  }

  async make(): Promise<FinishedRelease> {
    const { folder, home, jurisdiction, progress } = this.#options
    mkdirSync(join(this.#release, 'restricted'), { recursive: true, mode: 0o700 })
    mkdirSync(join(this.#release, 'cubes'), { mode: 0o700 })
    mkdirSync(join(this.#release, 'tables'), { mode: 0o700 })
    mkdirSync(this.#snapshot, { recursive: true, mode: 0o700 })
    const engine = await Engine.open({ ...engineOptions(this.#options), temporaryFolder: join(folder, 'spill') })
    const published: Record<string, PublishedCubeRecord> = {}
    const cubes = cubesOf(jurisdiction)
    const headlines = await engine
      .withConnection(async (connection) => {
        const attach = (file: string, name: string) => connection.run(`attach ${quoteLiteral(file)} as ${name}`)
        await connection.run(`attach ${quoteLiteral(factsFile(home, this.#facts.id))} as facts (read_only)`)
        await attach(join(this.#release, 'public.duckdb'), 'public')
        await attach(join(this.#snapshot, 'units.duckdb'), 'snapshot')
        await connection.run('create schema public.counted')
        this.#shares = await sharesOf(connection, cubes, jurisdiction.disclosure, this.#period)
        for (const cube of cubes) {
          const record = await this.#publish(connection, cube)
          if (record !== undefined) published[cube.name] = record
        }
        if (published['sentences'] !== undefined) await this.#writeTables(connection)
        progress('writing what analysts read', 1)
        await writeSnapshot(connection, cubes, this.#period, this.#snapshotSources())
        const found = await headlinesOf(connection, published['sentences']?.dimensions ?? [])
        for (const name of ['public', 'snapshot']) {
          await connection.run(`checkpoint ${name}`)
          await connection.run(`detach ${name}`)
        }
        return found
      })
      .finally(() => engine.close())
    writeDurably(join(this.#release, intervalsFile), `${JSON.stringify(this.#found)}\n`)
    const manifest = await this.#describe(published, headlines)
    const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
    writeDurably(join(this.#release, 'manifest.json'), text(manifest))
    const restricted = { generation: this.#facts.id, secret: this.#secret.fingerprint }
    writeDurably(join(this.#release, 'restricted', 'manifest.json'), text(restricted))
    for (const name of ['restricted', 'cubes', 'tables', '.']) flushFolder(join(this.#release, name))
    flushFolder(this.#snapshot)
    return { manifest, folder }
  }

  async #publish(connection: DuckDBConnection, cube: Cube): Promise<PublishedCubeRecord | undefined> {
    const declared = this.#options.jurisdiction.disclosure.cubes[cube.name]
    if (declared === undefined) return undefined
    const solved = cube.establishment ? undefined : await this.#protect(connection, cube)
    if (!cube.establishment && solved === undefined) return undefined
    const cells = solved?.protection.cells ?? declared.cells
    const { names, columns } = publicColumns(cube, cells)
    const order = cells.map(quoteIdentifier).join(', ')
    const rows = solved === undefined ? this.#establishment(cube, cells) : 'select * from solved where published > 0'
    const count = solved === undefined ? 'n' : 'published'
    const table = `public.counted.${quoteIdentifier(cube.name)}`
    await connection.run(
      `create table ${table} as select ${columns}, sum(${count})::integer as n from (${rows}) group by all order by ${order}`,
    )
    await writeParquet(connection, table, join(this.#release, 'cubes', `${cube.name}.parquet`))
    const size = await selectRow<{ rows: number }>(connection, `select count(*) as rows from ${table}`)
    return {
      ...recordOf(solved),
      ...(solved === undefined ? {} : this.#intervals(solved, names)),
      cells: [...cells],
      dimensions: [...names],
      rows: size.rows,
      rollups: [...(await makeRollups(connection, cube, names))].map(({ table: name, dimensions }) => ({
        table: name,
        dimensions: [...dimensions],
      })),
    }
  }

  async #protect(connection: DuckDBConnection, cube: Cube): Promise<ProtectedCube | undefined> {
    const { home, jurisdiction, revise, progress } = this.#options
    const previous = this.#previous
    const { before, own } = this.#shares.get(cube.name) ?? { before: 0, own: 0 }
    const solved = await protectFacts(cube, {
      connection,
      jurisdiction,
      period: this.#period,
      secret: this.#secret.bytes,
      before: previous && {
        folder: releaseStore.folder(home, previous.id),
        rung: (name) => previous.cubes[name]?.rung,
        wider: (name) => previous.cubes[name]?.wider,
        draws: publishedDraws(previous),
      },
      control: this.#protected.get(jurisdiction.disclosure.cubes[cube.name]?.control?.to ?? ''),
      acceptWider: this.#options.acceptWider,
      earlier: revise ? earlierGenerations(home, this.#facts) : [],
      revision: revise ? this.#id : undefined,
      unfinished: unfinishedFolder(home),
      progress: (message, share) => progress(message, before + own * share),
    })
    if (solved === undefined) return undefined
    this.#protected.set(cube.name, solved)
    await loadSolved(connection, solved.blocks, solved.protection)
    const isAligned = cube.name === 'sentences_units'
    if (isAligned) await this.#alignUnits(connection)
    await writeParquet(connection, 'solved', solvedFile(this.#release, cube.name))
    const written = isAligned ? await measuredAnew(connection, this.#release, solved) : solved
    return revise && previous ? await this.#withHiddenCorrections(connection, written, previous) : written
  }

  async #withHiddenCorrections(connection: DuckDBConnection, cube: ProtectedCube, previous: ReleaseManifest) {
    const { home, jurisdiction } = this.#options
    const before = await readSolved(connection, releaseStore.folder(home, previous.id), cube.protection)
    const [promise, waiting] = [claimPromiseOf(jurisdiction.disclosure), earlierGenerations(home, this.#facts)]
    return { ...cube, corrections: requireHiddenCorrections(cube, before, promise, waiting) }
  }

  async #alignUnits(connection: DuckDBConnection): Promise<void> {
    await defineRecordKeys(connection, this.#secret.bytes)
    await connection.run(readStatement('warehouse/releases/align-units.sql'))
  }

  /** What intervals have to allow for, and how often they hold then. */
  #intervals({ protection, blocks, errors }: ProtectedCube, dimensions: readonly string[]) {
    if (blocks.length === 0) return {}
    const { name } = protection.cube
    const { before, own } = this.#shares.get(name) ?? { before: 0, own: 0 }
    this.#options.progress(`${name}: measuring intervals`, before + own)
    const published = {
      cells: protection.cells,
      dimensions,
      standardError: standardErrorOf(errors),
      errors: errorsByFamily(errors),
    }
    const solved = {
      cells: blocks.map(({ cells }) => cells).reduce(joinCells),
      published: Int32Array.from(blocks.flatMap((block) => [...block.published])),
    }
    const measured = measureCoverage(solved, protection, published, this.#datasets, errors)
    const coverage = coverageRecords(measured)
    const copied = <T extends { families: readonly string[] }>(all: readonly T[]) =>
      all.map((one) => ({ ...one, families: [...one.families] }))
    this.#found[name] = {
      errors: copied(published.errors),
      widened: copied(widenedTables(measured)),
      coverage: coverage.map((one) => ({ ...one, tables: copied(one.tables) })),
    }
    return { coverage: coverage.map(summaryOf) }
  }

  /** Tables of sums for print. Years that were published stay as they were. */
  async #writeTables(connection: DuckDBConnection): Promise<void> {
    const { home } = this.#options
    const published = this.#previous === undefined ? [] : readFixedTables(home, this.#previous.id)
    const { first, last } = this.#period
    const [from, to] = [Math.ceil(first / 4), Math.floor((last + 1) / 4) - 1]
    const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    const tables = await fixedTables(connection, years, published)
    writeDurably(join(this.#release, fixedTablesFile), `${JSON.stringify(tables, null, 2)}\n`)
  }

  /** A revision draws anew, but not one of the night that is served already: no correction has come, so no draw is used up. */
  #drawsAnew(): boolean {
    const { home, revise } = this.#options
    const previous = this.#previous
    const isSame = previous?.through === quarterName(this.#period.last)
    return revise && !(isSame && readRestricted(home, previous.id).generation === this.#facts.id)
  }

  #snapshotSources(): SnapshotSources {
    const { home, jurisdiction } = this.#options
    const revise = this.#drawsAnew()
    const previous = this.#previous
    return {
      id: this.#id,
      draws: drawsOf(previous, this.#period, revise),
      revise,
      earlier: releasesUpTo(home, previous),
      secret: this.#secret.bytes,
      before: previous && snapshotFile(home, previous.id),
      separate: (cube) => jurisdiction.disclosure.cubes[cube]?.separate ?? [],
    }
  }

  /** Figures about offices of the closed periods. */
  #establishment(cube: Cube, cells: readonly string[]): string {
    const time = finestGrain(cube)
    const [from, to] = [this.#period.first * 3, (this.#period.last + 1) * 3 - 1].map((month) =>
      Math.floor(month / monthsIn[time]),
    )
    const columns = cells.map(quoteIdentifier).join(', ')
    return `select ${columns}, n from facts.counted.${quoteIdentifier(cube.name)} where ${quoteIdentifier(time)} between ${from} and ${to}`
  }

  /** Of each register what its deliveries cover of the closed periods: of the rest nothing is known. */
  #coverages(): ReleaseManifest['coverages'] {
    const { first, last } = this.#period
    const closed = { from: daysOfQuarter(first).from, to: daysOfQuarter(last).to }
    const within = ({ from, to }: typeof closed) => ({
      from: from > closed.from ? from : closed.from,
      to: to < closed.to ? to : closed.to,
    })
    return Object.fromEntries(
      Object.entries(this.#facts.coverages).map(([register, covered]) => [register, within(covered)]),
    )
  }

  async #describe(
    cubes: Record<string, PublishedCubeRecord>,
    headlines: Awaited<ReturnType<typeof headlinesOf>>,
  ): Promise<ReleaseManifest> {
    const { jurisdiction, now, revise, home } = this.#options
    const { last, gaps } = this.#period
    const previous = this.#previous
    const figures = [...namesIn(this.#release, 'cubes'), ...namesIn(this.#release, 'tables')]
    const files = [...figures, 'public.duckdb', intervalsFile].map((name) => ({
      name,
      sha256: sha256(readFileSync(join(this.#release, name))),
    }))
    const names = files.filter(({ name }) => figures.includes(name))
    return {
      id: this.#id,
      number: Math.max(0, ...releaseStore.list(home).map(({ number }) => number)) + 1,
      jurisdiction: jurisdiction.profile.code,
      schema: releaseFormat,
      meaning: storedMeaning,
      disclosureVersion: jurisdiction.disclosure.version,
      publishedAt: now.toISOString(),
      through: quarterName(last),
      finalThrough: revise ? (previous?.through ?? null) : (previous?.finalThrough ?? null),
      revised: revise,
      previous: previous?.id ?? null,
      nextDue: nextDue(last),
      synthetic: this.#facts.synthetic,
      coverages: this.#coverages(),
      gaps: [...gaps],
      ...waitingSince(home, this.#facts),
      draws: { ...drawsOf(previous, this.#period, this.#drawsAnew()) },
      cubes,
      headlines: [...headlines],
      contentHash: sha256(names.map(({ name, sha256: hash }) => `${name} ${hash}`).join('\n')),
      files,
    }
  }
}

function engineOptions({ threads, memoryLimit }: ReleaseOptions) {
  return { ...(threads === undefined ? {} : { threads }), ...(memoryLimit === undefined ? {} : { memoryLimit }) }
}

function recordOf(
  solved: ProtectedCube | undefined,
): Omit<PublishedCubeRecord, 'cells' | 'dimensions' | 'rows' | 'rollups'> {
  if (solved === undefined) return { rung: 0, method: 'none', promises: [], claims: [], standardError: 0 }
  const { rung, promises, claims, corrections, errors, blocks, protection, wider } = solved
  const realThrees = shareOfRealThrees(blocks, protection.rule.base)
  const rounded = (value: number) => Math.round(value * 10) / 10
  return {
    rung,
    method: 'small-count-rounding',
    promises: promises.map(({ families: _, margins: __, mean, ...promise }) => ({ ...promise, mean: rounded(mean) })),
    claims: claims.map(claimRecord),
    ...(corrections === undefined ? {} : { corrections: [...corrections] }),
    ...(realThrees === undefined ? {} : { realThrees }),
    standardError: rounded(standardErrorOf(errors)),
    ...(wider === undefined ? {} : { wider }),
  }
}

function namesIn(folder: string, name: string): readonly string[] {
  return existsSync(join(folder, name))
    ? readdirSync(join(folder, name))
        .sort()
        .map((file) => `${name}/${file}`)
    : []
}
