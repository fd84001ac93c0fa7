import { type CrossedCell, decompose, decomposeWithIntervals, type Interval, type Share } from '#statistics'
import type { Answer, Catalog } from '#warehouse'
import {
  aboutMethod,
  asksForOne,
  completeRows,
  defaultConfidence,
  notForMethod,
  protectionError,
  type StatisticalMethod,
} from './method.ts'
import { wholeShares, wholesOf } from './whole-shares.ts'

const [minRuns, maxRuns] = [100, 500]
/** Draws of cells for one answer: more would keep the asker waiting. */
const cellRuns = 200_000

/** What the change of a share is arithmetically due to: who came, and what was done with them. */
export const decompositionMethod: StatisticalMethod = {
  ...aboutMethod('decomposition'),
  prepare(question, catalog) {
    const others = question.by.filter((name) => name !== 'year')
    const isRight = question.by.includes('year') && others.length >= 1 && others.length <= 3
    if (!isRight || !asksForOne('share', question, catalog)) throw notForMethod(decompositionMethod)
    return { ...question, detail: 'full' }
  },
  besides(question) {
    return [wholesOf(question, 'year')]
  },
  *run({ answer, others, catalog }) {
    const found = sizesByYear(answer, wholeShares(others[0], catalog), catalog)
    const { years, names } = found
    const [first, last] = [years[0], years.at(-1)]
    if (first === undefined || last === undefined || first === last) throw notForMethod(decompositionMethod)
    const level = answer.question.interval ?? defaultConfidence
    const error = protectionError(answer)
    const { cells, together } = cellsBetween(found, first, last)
    const runs = Math.round(Math.min(maxRuns, Math.max(minRuns, cellRuns / cells.length)))
    const { effects, intervals } = yield* decomposeWithIntervals(cells, { level, error, runs })
    const [measure = ''] = answer.question.measures
    const whole = [
      ...names.map((name, at) => ({
        group: { composition: name },
        result: said(effects.composition[at], intervals.composition[at]),
      })),
      { group: { within: measure }, result: said(effects.rate, intervals.rate) },
      { group: {}, result: said(effects.total, intervals.total) },
    ]
    const steps = years.slice(1).map((year, at) => {
      const { composition, rate, total } = decompose(cellsBetween(found, years[at] as string, year).cells)
      const byName = Object.fromEntries(names.map((name, factor) => [name, composition[factor]]))
      return { group: { from: years[at] as string, to: year }, result: { composition: byName, within: rate, total } }
    })
    return {
      findings: years.length > 2 ? [...whole, ...steps] : whole,
      parameters: { level, runs, protectionError: error, from: first, to: last, personsTakenTogether: together },
    }
  },
}

interface Sized {
  readonly size: number
  readonly rate: number | undefined
}

interface Sizes {
  readonly years: readonly string[]
  readonly names: readonly string[]
  /** Of each cell, by year: how many there were; the rate is `undefined` where the share is not shown. */
  readonly sized: readonly { readonly codes: readonly string[]; readonly years: ReadonlyMap<string, Sized> }[]
  /** The published share of everybody, by year. */
  readonly wholes: ReadonlyMap<string, Share>
}

/** Of each cell, by its codes, how many there were in each complete year. */
function sizesByYear(answer: Answer, wholes: ReadonlyMap<string, Share>, catalog: Catalog): Sizes {
  const [measure = ''] = answer.question.measures
  const names = answer.question.by.filter((name) => name !== 'year')
  const sized = new Map<string, { readonly codes: readonly string[]; readonly years: Map<string, Sized> }>()
  for (const { group, period = '', number } of completeRows(answer, catalog)) {
    const codes = names.map((name) => group[name] ?? '')
    const cell = sized.get(codes.join()) ?? { codes, years: new Map() }
    cell.years.set(period, { size: number(measure, 'n') ?? 0, rate: number(measure) })
    sized.set(codes.join(), cell)
  }
  return { years: [...wholes.keys()].sort(), names, sized: [...sized.values()], wholes }
}

/** Stands for the codes of cells that are taken together. */
const rest = ''

/**
 * The cells of two years. Those whose share is not shown in one of them are one cell together, made of what is published of
 * everybody: so the effects add up to the published change. A cell that nobody was in has no share of its own: that of the
 * other year changes nothing.
 */
function cellsBetween({ sized, names, wholes }: Sizes, first: string, last: string) {
  const cells = sized.flatMap(({ codes, years }): CrossedCell[] => {
    const pair = [years.get(first), years.get(last)].map((one) => (one?.size ? one : undefined))
    const [before, after] = pair
    const [one, other] = [before ?? after, after ?? before]
    if (one?.rate === undefined || other?.rate === undefined) return []
    return [{ codes, size: [before?.size ?? 0, after?.size ?? 0], rate: [one.rate, other.rate] }]
  })
  const others = [first, last].map((year, at) => {
    const { events = 0, total = 0 } = wholes.get(year) ?? {}
    const sum = (of: (cell: CrossedCell) => number) => cells.reduce((all, cell) => all + of(cell), 0)
    const size = Math.max(0, total - sum((cell) => cell.size[at] ?? 0))
    const remaining = events - sum((cell) => Math.round((cell.size[at] ?? 0) * (cell.rate[at] ?? 0)))
    return { size, events: Math.min(size, Math.max(0, remaining)) }
  }) as [SizeOfRest, SizeOfRest]
  const together = { [first]: others[0].size, [last]: others[1].size }
  if (others.every(({ size }) => size === 0)) return { cells, together }
  const rates = others.map(({ size, events }) => (size === 0 ? undefined : events / size))
  const rate = [rates[0] ?? rates[1] ?? 0, rates[1] ?? rates[0] ?? 0] as const
  const codes = names.map(() => rest)
  return { cells: [...cells, { codes, size: [others[0].size, others[1].size] as const, rate }], together }
}

interface SizeOfRest {
  readonly size: number
  readonly events: number
}

function said(effect: number | undefined, interval: Interval | undefined) {
  return { effect, lower: interval?.lower, upper: interval?.upper }
}
