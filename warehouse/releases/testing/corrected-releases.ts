import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, quoteIdentifier, quoteLiteral } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { factsFile, generationStore } from '../../generations/store/store.ts'
import { parseQuarter } from '../../quality/open-quarters.ts'
import { type Draws, drawsOf } from '../periods/draws.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import { writeSnapshot } from '../tables/snapshot.ts'

export interface MadeSnapshot {
  readonly id: string
  readonly through: string
  readonly revise?: boolean
  /** How often facts were corrected until then. */
  readonly corrected: number
}

/** What analysts read of releases one after another, made of the facts of a home with ever more corrections. */
export class CorrectedReleases {
  readonly folder = mkdtempSync(join(tmpdir(), 'taraza-drawn-'))
  readonly #home: string
  readonly #cubes: readonly Cube[]
  readonly #first: string
  readonly #releases: ReleaseManifest[] = []

  constructor(home: string, cubes: readonly Cube[], first: string) {
    this.#home = home
    this.#cubes = cubes
    this.#first = first
  }

  get files(): readonly string[] {
    return this.#releases.map(({ id }) => join(this.folder, `${id}.duckdb`))
  }

  get draws(): readonly Draws[] {
    return this.#releases.map(({ draws }) => draws ?? {})
  }

  async make({ id, through, revise = false, corrected }: MadeSnapshot): Promise<void> {
    const period = { first: parseQuarter(this.#first), last: parseQuarter(through), gaps: [] }
    const previous = this.#releases.at(-1)
    const draws = drawsOf(previous, period, revise)
    const secret = Buffer.from('a secret that nobody knows')
    const sources = { id, draws, revise, earlier: this.#releases, secret, before: this.files.at(-1) }
    const separate = (cube: string) => (cube === 'followup' ? ['horizon'] : [])
    await this.#withFacts(corrected, async (connection) => {
      await connection.run(`attach ${quoteLiteral(join(this.folder, `${id}.duckdb`))} as snapshot`)
      await writeSnapshot(connection, this.#cubes, period, { ...sources, separate })
    })
    this.#releases.push({ id, through, draws } as ReleaseManifest)
  }

  /** Runs a statement on what analysts read of a release, such as to make it what an earlier version wrote. */
  async change(id: string, statement: string): Promise<void> {
    const engine = await Engine.open()
    await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(join(this.folder, `${id}.duckdb`))} as snapshot`)
      await connection.run(statement)
      await connection.run('detach snapshot')
    })
    engine.close()
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #withFacts(corrected: number, work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    const engine = await Engine.open()
    try {
      await engine.withConnection(async (connection) => {
        const created = join(this.folder, `facts-${corrected}.duckdb`)
        await this.#writeFacts(connection, created, corrected)
        await connection.run(`attach ${quoteLiteral(created)} as facts`)
        await work(connection)
      })
    } finally {
      engine.close()
    }
  }

  async #writeFacts(connection: DuckDBConnection, file: string, corrected: number): Promise<void> {
    rmSync(file, { force: true })
    const facts = factsFile(this.#home, generationStore.current(this.#home)?.id ?? '')
    await connection.run(`attach ${quoteLiteral(facts)} as facts (read_only)`)
    await connection.run(`attach ${quoteLiteral(file)} as made`)
    await connection.run('create schema made.counted')
    for (const { name, establishment } of this.#cubes) {
      const table = quoteIdentifier(name)
      const rows = establishment ? `select * from facts.counted.${table}` : correctedRows(table, corrected)
      await connection.run(`create table made.counted.${table} as ${rows}`)
    }
    await connection.run('detach made')
    await connection.run('detach facts')
  }
}

/** Of each two hundred units one is withdrawn with each correction, and one alike is registered late. */
function correctedRows(table: string, corrected: number): string {
  const part = 'hash(unit_id) % 200'
  return `select * from facts.counted.${table} where ${part} >= ${corrected}
    union all by name select * replace (unit_id || ' late' as unit_id) from facts.counted.${table}
    where ${part} between 100 and ${99 + corrected}`
}
