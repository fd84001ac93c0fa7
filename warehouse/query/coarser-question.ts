import { type Grain, monthsIn, periodName } from '../catalog/periods.ts'
import { type MonthRange, monthOf } from '../facts/calendar.ts'
import type { Plan } from './plan/plan.ts'
import type { Question } from './plan/question.ts'
import { maxDimensions } from './steps/require-closed-grammar.ts'

/** What a question can be replaced by: its dimensions, filters and period. */
type Coarser = Pick<Question, 'by' | 'where' | 'from' | 'to'>

interface Choice {
  readonly coarser: Coarser
  /** Cells of its table, as far as codes tell. */
  readonly cells: number
  readonly keepsPeriod: boolean
}

/**
 * Every coarser question that contains a question, the finest first: dimensions and filters replaced by those above them or
 * left out, and a period replaced by whole quarters and years that contain it. Those with the same period come before others.
 */
export function coarserQuestions(plan: Plan): readonly Question[] {
  const { question } = plan
  const bys = crossed(question.by.map((name) => [...chain(name, plan), ...(isNeeded(name, plan) ? [] : [undefined])]))
  const filters = crossed(Object.keys(question.where).map((name) => coarserFilters(name, plan)))
  const choices = bys.flatMap((by) =>
    filters.flatMap((where) => {
      const dimensions = [...new Set(by.flatMap((name) => name ?? []))]
      const own = question.from === undefined && question.to === undefined ? {} : periodOf(dimensions, plan)
      const periods = [own, {}].map((period) => ({ period, isShorter: false }))
      const shorter = completeYears(dimensions, own, plan).map((period) => ({ period, isShorter: true }))
      return [...periods, ...shorter].map((one) => choiceOf(dimensions, Object.assign({}, ...where), one, plan))
    }),
  )
  const known = new Map(choices.map((choice) => [JSON.stringify(choice.coarser), choice]))
  const { from: _, to: __, sort: ___, ...rest } = question
  return [...known.values()]
    .sort((one, other) => Number(other.keepsPeriod) - Number(one.keepsPeriod) || other.cells - one.cells)
    .map(({ coarser }) => ({ ...rest, ...coarser, sort: [], detail: 'full' as const }))
}

/** Of a part of the year at hand the quarters, which stay as they are in later releases; nothing for other questions. */
export function inQuarters({ question, cube, grain, compared, asked, coverage, catalog }: Plan): readonly Question[] {
  const { sort: _, ...rest } = question
  const used = new Set([...question.by, ...Object.keys(question.where)])
  const canBe = cube.kind === 'flow' && cube.dimensions.has('quarter') && used.size < maxDimensions
  const isCut =
    coverage !== null &&
    asked.last >= monthOf(coverage.to, catalog.jurisdiction) &&
    asked.first % monthsIn.quarter === 0
  const isPart = isCut && question.from !== undefined && grain === undefined && compared === undefined
  return canBe && isPart ? [{ ...rest, by: ['quarter', ...question.by], sort: [], detail: 'full' }] : []
}

interface Period {
  readonly period: Pick<Question, 'from' | 'to'>
  readonly isShorter: boolean
}

function choiceOf(
  dimensions: readonly string[],
  where: Question['where'],
  { period, isShorter }: Period,
  plan: Plan,
): Choice {
  const { question } = plan
  // A filter that was widened is told with its code, as the others are with theirs.
  const widened = Object.keys(where).filter((name) => question.where[name] === undefined)
  const by = [...new Set([...dimensions, ...widened])]
  const names = [...new Set([...by, ...Object.keys(where)])]
  const cells = names.reduce((product, name) => product * codesOf(name, plan), 1)
  const keepsPeriod = isShorter || (period.from === question.from && period.to === question.to)
  return { coarser: { by, where, ...period }, cells: isShorter ? cells - 1 / 2 : cells, keepsPeriod }
}

function codesOf(name: string, { cube, asked, coverage, catalog }: Plan): number {
  const dimension = cube.dimensions.get(name)
  if (dimension?.grain === undefined) return Math.max(1, dimension?.codes.length ?? 1)
  const first = Math.max(asked.first, coverage === null ? asked.first : monthOf(coverage.from, catalog.jurisdiction))
  const last = Math.min(asked.last, coverage === null ? asked.last : monthOf(coverage.to, catalog.jurisdiction))
  return Math.ceil((last - first + 1) / monthsIn[dimension.grain])
}

function chain(name: string, plan: Plan): readonly string[] {
  const above = plan.cube.dimensions.get(name)?.above
  return above === undefined || !plan.cube.dimensions.has(above) ? [name] : [name, ...chain(above, plan)]
}

function isNeeded(name: string, { dataset, cube, compared }: Plan): boolean {
  const isTime = cube.dimensions.get(name)?.grain !== undefined
  return (
    dataset.oneOf.includes(name) ||
    name in dataset.switches ||
    (isTime && (compared !== undefined || cube.kind === 'stock'))
  )
}

/** A filter as it is, by the code above its codes, or none. */
function coarserFilters(name: string, plan: Plan): readonly Question['where'][] {
  const { cube, dataset, question } = plan
  const codes = question.where[name] ?? []
  const itself = { [name]: codes }
  if (dataset.oneOf.includes(name) || name in dataset.switches) return [itself]
  const dimension = cube.dimensions.get(name)
  const parents = [
    ...new Set(dimension?.codes.filter(({ code }) => codes.includes(code)).flatMap(({ parent }) => parent ?? [])),
  ]
  const above = dimension?.above
  return above === undefined || parents.length !== 1 || question.where[above] !== undefined
    ? [itself, {}]
    : [itself, { [above]: parents }, {}]
}

/** The same period without the year at hand, which is not whole yet: what is told of it now says too much of its next quarter. */
function completeYears(
  by: readonly string[],
  period: Pick<Question, 'from' | 'to'>,
  { cube, asked, coverage, catalog }: Plan,
): readonly Pick<Question, 'from' | 'to'>[] {
  const isFine = by.some((name) => ['month', 'quarter'].includes(cube.dimensions.get(name)?.grain ?? ''))
  if (cube.kind !== 'flow' || isFine || coverage === null) return []
  const [last, covered] = [
    Math.min(asked.last, monthOf(coverage.to, catalog.jurisdiction)),
    monthOf(coverage.to, catalog.jurisdiction),
  ]
  const whole = Math.floor((last + 1) / monthsIn.year) * monthsIn.year - 1
  const isCut =
    last === covered && whole < last && whole >= Math.max(asked.first, monthOf(coverage.from, catalog.jurisdiction))
  return isCut ? [{ ...period, to: periodName(whole, 'year', catalog.jurisdiction) }] : []
}

/** The months of a question, widened to whole periods of the answer; without time in it to one quarter or whole years. */
function periodOf(
  by: readonly string[],
  { cube, asked, coverage, question, catalog }: Plan,
): Pick<Question, 'from' | 'to'> {
  const grain = by.flatMap((name) => cube.dimensions.get(name)?.grain ?? [])[0]
  const first =
    question.from === undefined && coverage !== null ? monthOf(coverage.from, catalog.jurisdiction) : asked.first
  const last = question.to === undefined && coverage !== null ? monthOf(coverage.to, catalog.jurisdiction) : asked.last
  const period = grain ?? wholePeriod({ first, last })
  return {
    ...(question.from === undefined ? {} : { from: periodName(first, period, catalog.jurisdiction) }),
    ...(question.to === undefined ? {} : { to: periodName(last, period, catalog.jurisdiction) }),
  }
}

/** The finest grain of which one period is the range or holds it, else years. */
function wholePeriod({ first, last }: MonthRange): Grain {
  const isIn = (grain: Grain) => Math.floor(first / monthsIn[grain]) === Math.floor(last / monthsIn[grain])
  return (['month', 'quarter'] as const).find(isIn) ?? 'year'
}

function crossed<T>(options: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return options.reduce<readonly (readonly T[])[]>(
    (all, choices) => all.flatMap((one) => choices.map((choice) => [...one, choice])),
    [[]],
  )
}
