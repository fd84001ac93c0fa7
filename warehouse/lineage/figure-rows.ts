import { type DuckDBConnection, INTEGER, VARCHAR } from '@duckdb/node-api'
import { quoteLiteral, runStatement } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import type { PinnedCubes } from '../engines/cube-engine.ts'
import { duckdbCubes, duckdbDialect } from '../engines/duckdb-cubes.ts'
import type { generationSource } from '../generations/store/generation-source.ts'
import { type Binder, binder } from '../query/statement/binder.ts'
import type { MeasurePlan } from './parts.ts'
import { grouped, namesOf, rowsBehind, whereOf } from './rows-behind.ts'

/** One count whose rows are listed. */
interface ListedPart {
  readonly part: MeasurePlan
  readonly jurisdiction: Jurisdiction
  /** The number of figures before its own. */
  readonly above: number
}

type Found = ReturnType<ReturnType<typeof generationSource>['find']>

const types = { text: VARCHAR, integer: INTEGER }

/**
 * The served generation on a connection that may also read and write other files: its figures, and the rows behind them. The rows go into
 * `staging.behind` with `figure` (its place among the traced ones, from 0), `delivery`, `row_key` and `content`. They are for programs
 * that look for the rows in their files, never to be shown.
 */
export class FigureRows {
  readonly pinned: PinnedCubes<'officer'>
  readonly #connection: DuckDBConnection

  private constructor(connection: DuckDBConnection, { edition }: Found) {
    this.#connection = connection
    this.pinned = { level: 'officer', edition, use: async (work) => await work(duckdbCubes(connection)) }
  }

  /**
   * @param connection - without other databases than its own
   * @param temporary - a file for what does not fit into memory
   * @throws {@link Refusal} `NO_DATA`, `UPGRADE_NEEDED`
   */
  static async open(connection: DuckDBConnection, found: Found, temporary: string): Promise<FigureRows> {
    await connection.run(`attach ${quoteLiteral(found.file)} as facts (read_only)`)
    await connection.run(`attach ${quoteLiteral(temporary)} as staging (recovery_mode 'no_wal_writes')`)
    await connection.run('use facts')
    await connection.run(
      'create table staging.behind (figure integer, delivery integer, row_key uuid, content uhugeint)',
    )
    return new FigureRows(connection, found)
  }

  /** @throws {@link Refusal} `DEADLINE` */
  async take({ part, jurisdiction, above }: ListedPart, signal: AbortSignal): Promise<void> {
    const bound = binder(duckdbDialect)
    const rows = rowsBehind(part, jurisdiction, bound)
    if (rows === undefined) return
    const { figure, joined } = figuresOf(part, above, bound)
    const sql = `insert into staging.behind ${rows}
      select distinct ${figure}, delivery, row_key, content from behind ${joined} where not is_corrected`
    const [values, kinds] = [bound.all.map(({ value }) => value), bound.all.map(({ type }) => types[type])]
    await runStatement(this.#connection, { sql, parameters: values, types: kinds }, signal)
  }
}

/** The place of the figure that a row stands behind, in the order in which figures are traced, as SQL. */
function figuresOf(
  part: MeasurePlan,
  above: number,
  bound: Binder,
): { readonly figure: string; readonly joined: string } {
  const names = namesOf(part.plan)
  if (names.length === 0) return { figure: String(above), joined: '' }
  const place = `row_number() over (order by ${names.join(', ')})::integer + ${above - 1}`
  const cells = `select ${[...names, `${place} as figure`].join(', ')}
    from ${duckdbDialect.table(part.plan.cube.name)} ${whereOf(part, bound)} ${grouped(names)}`
  return { figure: 'figure', joined: `join (${cells}) as cells using (${names.join(', ')})` }
}
