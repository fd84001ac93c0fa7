import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { fillSlots, packagePath, quoteIdentifier, Refusal, readYaml, selectRows } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { cubesOf } from '../catalog/cube.ts'
import type { Scope } from '../counting/scope.ts'
import { type Coverages, slotsOf } from '../cubes/define-cubes.ts'

const declared = 'warehouse/quality/conservation.yaml'

const checks = readYaml(
  packagePath(declared),
  z.record(
    z.string(),
    z.strictObject({
      cube: z.string(),
      counted: z.string().optional(),
      by: z.enum(['year', 'quarter', 'all']).default('year'),
      where: z.string().default('true'),
      should: z.string(),
    }),
  ),
  'CATALOG_INVALID',
)

/** What is held against the rows, by the subject that is told. */
export const conservationChecks = Object.entries(checks).map(([subject, check]) => ({ subject, ...check }))

type Check = (typeof conservationChecks)[number]

interface Difference {
  readonly period: number
  readonly should: number
  readonly counted: number
}

/**
 * Holds what was counted against the accepted rows: in each period as many count as should by the declared condition. Of
 * judgments only those of persons in scope are looked at; all others were when they were counted.
 *
 * @throws {@link Refusal} `COUNT_BROKEN` naming what was lost or counted twice
 */
export async function requireConservation(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
  coverages: Coverages,
  scope: Pick<Scope, 'members'>,
): Promise<void> {
  const cubes = new Map(cubesOf(jurisdiction).map((cube) => [cube.name, cube]))
  const differences: string[] = []
  for (const check of conservationChecks) {
    const cube = cubes.get(check.cube)
    if (cube === undefined) continue
    const slots = { ...slotsOf(cube, jurisdiction, coverages), touched: scope.members('person_key') }
    const sql = fillSlots(comparison(check, cube.establishment), slots, declared)
    differences.push(...(await selectRows<Difference>(connection, sql)).map((found) => inWords(check, found)))
  }
  if (differences.length === 0) return
  const advice = `Not all rows count as they should: ${differences.slice(0, 5).join('; ')}. Nothing was published; a table of the jurisdiction or the program is at fault.`
  throw new Refusal('COUNT_BROKEN', advice)
}

/** The periods in which both numbers differ. Rows without the day of an event count in no period. */
function comparison({ cube, counted, by, where, should }: Check, isSummed: boolean): string {
  const period = by === 'all' ? '0' : by
  const number = isSummed && counted === undefined ? 'sum(n)' : 'count(*)'
  return `with should as (${should}), counted as (
      select ${period} as period, ${number} as n from ${counted ?? `facts.counted.${quoteIdentifier(cube)}`}
      where ${where} group by all
    )
    select period::integer as period, coalesce(should.n, 0)::double as should, coalesce(counted.n, 0)::double as counted
    from should full join counted using (period)
    where period is not null and coalesce(should.n, 0) <> coalesce(counted.n, 0)
    order by period`
}

function inWords({ subject, by }: Check, { period, should, counted }: Difference): string {
  const quarter = `${Math.floor(period / 4)}-Q${(period % 4) + 1}`
  const when = { all: '', year: ` ${period}`, quarter: ` ${quarter}` }[by]
  return `${subject}${when}: ${should} should, ${counted} do`
}
