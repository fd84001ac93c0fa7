import { admittedCodes, type Condition } from '../../../catalog/condition.ts'
import { monthsIn } from '../../../catalog/periods.ts'
import { type MonthRange, monthOf } from '../../../facts/calendar.ts'
import type { Plan } from '../../../query/plan/plan.ts'
import { finestGrain } from '../../../query/plan/time.ts'
import { countsOf } from '../../../query/statement/compile.ts'
import { chainsOf, overlap, partOf, type ReleasedTable, type TimePart } from './released-table.ts'

/**
 * The tables that an answer to a plan would tell: one for each way in which it parts time. Periods are cut to what is
 * covered, a filter with all codes is none, one with all codes below another is that other, and what a filter and what a
 * breakdown tells apart is the same.
 */
export function tablesOfPlan(plan: Plan): readonly ReleasedTable[] {
  const { cube, asked, compared } = plan
  const covered = coveredMonths(plan)
  const [levels, counts] = [levelsOf(plan), countsReleased(plan)]
  return [asked, ...(compared === undefined ? [] : [compared])].flatMap((range) =>
    overlap(range, covered)
      ? partsOf(cutTo(range, covered), covered, plan).map(
          ({ time, months }): ReleasedTable => ({
            cube: cube.name,
            levels,
            time,
            months,
            counts,
          }),
        )
      : [],
  )
}

/** All months that there is something about: a cube by years holds whole ones. */
export function coveredMonths({ coverage, asked, cube, catalog }: Plan): MonthRange {
  if (coverage === null) return asked
  const [first, last] = [monthOf(coverage.from, catalog.jurisdiction), monthOf(coverage.to, catalog.jurisdiction)]
  const step = monthsIn[finestGrain(cube)]
  const whole = Math.floor((last + 1) / step) * step - 1
  return { first, last: whole < first ? last : whole }
}

function levelsOf({ cube, dimensions, where, measures, dataset }: Plan): ReleasedTable['levels'] {
  const bands = measures.flatMap(({ form }) => ('median' in form ? [form.bands] : []))
  const by = [...dimensions.map(({ name }) => name), ...bands]
  const filtered = Object.entries(where).flatMap(([name, codes]) => levelOfFilter(name, codes) ?? [])
  const levels = chainsOf(cube).flatMap((chain) => {
    const level = chain.find((name) => by.includes(name) || filtered.includes(name))
    return level === undefined ? [] : [[chain[0] ?? level, level] as const]
  })
  return Object.fromEntries(levels)

  function levelOfFilter(name: string, codes: readonly string[]): string | undefined {
    const dimension = cube.dimensions.get(name)
    if (dimension === undefined || codes.length === 1) return name
    if (new Set(codes).size >= dimension.codes.length) return dataset.oneOf.includes(name) ? name : undefined
    const parents = new Set(dimension.codes.filter(({ code }) => codes.includes(code)).map(({ parent }) => parent))
    return parents.size === 1 && dimension.above !== undefined ? dimension.above : name
  }
}

/** Who is counted, as the codes that each count admits. */
function countsReleased(plan: Plan): readonly string[] {
  const texts = countsOf(plan).map(([, { where }]) => textOf(where))
  return [...new Set(texts)].sort()

  function textOf(where: Condition | undefined): string {
    const names = Object.keys(where ?? {}).sort()
    return names
      .map((name) => `${name}=${admittedCodes(plan.cube.dimensions.get(name)?.codes ?? [], name, where).join()}`)
      .join(' ')
  }
}

/** A stock is counted on days, which quarters and years share; the first and the last period of a flow may be cut. */
function partsOf(
  range: MonthRange,
  covered: MonthRange,
  { cube, grain }: Plan,
): readonly { readonly time: TimePart; readonly months: MonthRange }[] {
  const step = monthsIn[cube.kind === 'stock' ? finestGrain(cube) : (grain ?? 'month')]
  if (cube.kind === 'flow' && grain === undefined)
    return [{ time: partOf(range, covered, finestGrain(cube)), months: range }]
  const starts = Array.from(
    { length: Math.floor(range.last / step) - Math.floor(range.first / step) + 1 },
    (_, at) => (Math.floor(range.first / step) + at) * step,
  )
  const parts = starts.map((start) => {
    const months = cutTo({ first: start, last: start + step - 1 }, range)
    return { time: partOf(months, covered, finestGrain(cube)), months }
  })
  return joined(parts)
}

/** Neighbours that part time alike are one table. */
function joined(parts: readonly { readonly time: TimePart; readonly months: MonthRange }[]) {
  const all: { time: TimePart; months: MonthRange }[] = []
  for (const { time, months } of parts) {
    const last = all.at(-1)
    if (last?.time === time) last.months = { first: last.months.first, last: months.last }
    else all.push({ time, months })
  }
  return all
}

function cutTo({ first, last }: MonthRange, within: MonthRange): MonthRange {
  return { first: Math.max(first, within.first), last: Math.min(last, within.last) }
}
