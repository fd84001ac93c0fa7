import type { Request } from 'express'
import { requireKnown } from '#api'
import { Refusal } from '#foundation'
import type { Catalog, Dimension, Edition } from '#warehouse'
import type { Board, BoardPanel } from './board.ts'
import { coverageOfFigures, otherYears, type TwoYears, twoYears } from './years.ts'

/** What a reader has chosen on a board; the URL holds exactly this. */
export interface BoardChoice {
  readonly grain: 'year' | 'quarter'
  /** By dimension the chosen code. */
  readonly filters: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, number>>
  /** Of a board that compares two years. */
  readonly years?: TwoYears
  /** The quarters that are shown, where they are not all: a pack shows those up to its own. */
  readonly span?: { readonly from: string; readonly to: string /** The last day. */; readonly end: string }
}

type Query = Request['query']

/** Reads the choice out of a URL. @throws {@link Refusal} `UNKNOWN_PARAMETER`, `BAD_FILTER` for what the board does not offer */
export function readBoardChoice(query: Query, board: Board, catalog: Catalog, edition: Edition): BoardChoice {
  const inputs = board.parameters.map(({ name }) => name)
  const years = board.years ? ['year'] : []
  requireKnown(query, ['period', ...board.filters, ...years, ...inputs, 'lang', 'level'])
  return {
    grain: oneOf(query['period'], board.grains ? (['year', 'quarter'] as const) : (['year'] as const)) ?? 'year',
    filters: readFilters(query, board, catalog),
    inputs: Object.fromEntries(board.parameters.map((input) => [input.name, numberIn(query[input.name], input)])),
    ...(board.years ? { years: readYears(query['year'], catalog, edition) } : {}),
  }
}

function readFilters(query: Query, board: Board, catalog: Catalog): BoardChoice['filters'] {
  const chosen = board.filters.flatMap((name) => {
    if (query[name] === undefined) return []
    const dimension = filterDimension(board, name, catalog)
    if (dimension === undefined) throw badFilter([...board.filters, ...board.parameters.map((input) => input.name)])
    const code = oneOf(
      query[name],
      dimension.codes.map((known) => known.code),
    )
    return code === undefined ? [] : [[name, code] as const]
  })
  return Object.fromEntries(chosen)
}

/** The years that a reader may compare with the base year of a jurisdiction. */
export function yearsOffered({ jurisdiction }: Catalog, { coverages }: Edition): readonly number[] {
  return otherYears(coverageOfFigures(coverages), jurisdiction)
}

function readYears(value: unknown, catalog: Catalog, edition: Edition): TwoYears {
  const { baseYear, headlineYear } = catalog.jurisdiction
  const offered = yearsOffered(catalog, edition)
  const preset = offered.find((year) => year === headlineYear) ?? offered.at(-1) ?? baseYear
  return twoYears(Number(oneOf(value, offered.map(String)) ?? preset), baseYear)
}

/** A dimension that a board offers as a filter, as the first of its datasets that has it knows it. */
export function filterDimension(board: Board, name: string, { datasets }: Catalog): Dimension | undefined {
  if (!board.filters.includes(name)) return undefined
  const found = board.panels.map(({ dataset }) => datasets.get(dataset)?.dimensions.get(name))
  return found.find((dimension) => dimension !== undefined)
}

/** The filters of a choice that a panel's measure can be narrowed by. */
export function filtersFor({ dataset, query: ask }: BoardPanel, { filters }: BoardChoice, { datasets }: Catalog) {
  const measures = (ask['measure'] ?? '').split(',').map((name) => datasets.get(dataset)?.measures.get(name))
  const allowed = (name: string) => measures.every((measure) => measure?.dimensions.includes(name))
  return Object.fromEntries(Object.entries(filters).filter(([name]) => allowed(name) && ask[name] === undefined))
}

/** Panels without those that compare what the reader has narrowed the page to with nothing else. */
export function panelsFor({ panels }: Board, { filters }: BoardChoice): readonly BoardPanel[] {
  const isOfOne = ({ chart, query: ask }: BoardPanel) =>
    chart === 'dumbbell' && filters[(ask['by'] ?? '').split(',')[0] ?? ''] !== undefined
  return panels.filter((panel) => !isOfOne(panel))
}

function numberIn(value: unknown, { min, max, default: initial }: Board['parameters'][number]): number {
  if (value === undefined || value === '') return initial
  const number = Number(value)
  if (typeof value === 'string' && number >= min && number <= max) return number
  throw badFilter([`${min} … ${max}`])
}

function oneOf<Allowed extends string>(value: unknown, allowed: readonly Allowed[]): Allowed | undefined {
  if (value === undefined || value === '') return undefined
  const found = allowed.find((known) => known === value)
  if (found === undefined) throw badFilter(allowed)
  return found
}

function badFilter(allowed: readonly string[]): Refusal {
  return new Refusal('BAD_FILTER', 'The filters of the address do not fit.', { allowed })
}
