import { quoteIdentifier, quoteLiteral } from '#foundation'
import { isCounted, type Jurisdiction, type RegisterName, registerNamed } from '#jurisdictions'
import { historyTable } from '../facts/register-tables.ts'
import type { Plan } from '../query/plan/plan.ts'
import { type Binder, conditionSql } from '../query/statement/binder.ts'
import { conditionsOf } from '../query/statement/compile.ts'
import { originsOf, storedTable } from './origins.ts'
import type { MeasurePlan } from './parts.ts'

/** Rows of the history that another delivery corrected; an earlier row under the same key in one file is no correction. */
const isCorrected = `ended_as = 'late' or (ended_as = 'superseded' and ended_by <> delivery)`

/** A clause `with … behind`: the dimensions of the plan, `delivery`, `row_key`, `content`, and whether a later delivery corrected the row. */
export function rowsBehind(
  { plan, clauses }: MeasurePlan,
  jurisdiction: Jurisdiction,
  bound: Binder,
): string | undefined {
  const { cube, edition } = plan
  const origins = originsOf(cube, jurisdiction, edition.coverages)
  if (origins === undefined) return undefined
  const names = namesOf(plan)
  const where = whereOf({ plan, clauses }, bound)
  const columns = [...names, 'register', 'row_key'].join(', ')
  const counted = cube.establishment
    ? `select distinct ${columns} from ${origins} as origins ${where}`
    : `select distinct ${columns} from ${origins} as origins natural join (select * from counted.${quoteIdentifier(cube.name)} ${where}) as units`
  const stored = cube.registers.flatMap((register) => [
    currentRows(names, register, jurisdiction),
    behindIn(
      names,
      register,
      `select row_key, row_key as row_of_file, content, delivery, true as is_corrected from ${historyTable(register).replace('facts.', 'facts.main.')} where ${isCorrected}`,
    ),
  ])
  return `with origins as materialized (${counted}), behind as (${stored.join(' union all ')})`
}

/** What a row counts as has keys of its own, and leads to the one row of the file. */
function currentRows(names: readonly string[], register: RegisterName, jurisdiction: Jurisdiction): string {
  const isMany = isCounted(registerNamed(register, jurisdiction))
  const rows = `select row_key, ${isMany ? 'stored_row_key' : 'row_key'} as row_of_file, content, delivery, false as is_corrected from ${storedTable(register)}`
  const behind = behindIn(names, register, rows)
  return isMany ? `select distinct * from (${behind})` : behind
}

function behindIn(names: readonly string[], register: RegisterName, rows: string): string {
  const columns = ['stored.delivery', 'stored.row_of_file as row_key', 'stored.content', 'stored.is_corrected']
  return `select ${[...names, ...columns].join(', ')}
    from (from origins where register = ${quoteLiteral(register)}) as own join (${rows}) as stored using (row_key)`
}

/** The condition of a count on the rows of its cube, with bound values. */
export function whereOf({ plan, clauses }: Pick<MeasurePlan, 'plan' | 'clauses'>, bound: Binder): string {
  const own = conditionSql(clauses, bound)
  const conditions = [...conditionsOf(plan, bound), ...(own === undefined ? [] : [own])]
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
}

/** The dimensions of a plan as columns. */
export function namesOf({ dimensions }: Plan): readonly string[] {
  return dimensions.map(({ name }) => quoteIdentifier(name))
}

export const grouped = (names: readonly string[]) => (names.length === 0 ? '' : `group by ${names.join(', ')}`)
