import type { Request } from 'express'
import { requireKnown } from '#api'
import { Refusal } from '#foundation'
import type { Catalog, Dimension } from '#warehouse'
import type { Board, BoardPanel } from './board.ts'

/** What a reader has chosen on a board; the URL holds exactly this. */
export interface BoardChoice {
  readonly grain: 'year' | 'quarter'
  /** By dimension the chosen code. */
  readonly filters: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, number>>
  /** The quarters that are shown, where they are not all: a pack shows those up to its own. */
  readonly span?: { readonly from: string; readonly to: string /** The last day. */; readonly end: string }
}

/** Reads the choice out of a URL. @throws {@link Refusal} `UNKNOWN_PARAMETER`, `BAD_FILTER` for what the board does not offer */
export function readBoardChoice(query: Request['query'], board: Board, catalog: Catalog): BoardChoice {
  requireKnown(query, ['period', ...board.filters, ...board.inputs.map(({ name }) => name), 'lang', 'level'])
  const { period, lang: _, level: __, ...others } = query
  const grain = oneOf(period, board.grains ? ['year', 'quarter'] : ['year']) ?? 'year'
  const filters: Record<string, string> = {}
  const inputs: Record<string, number> = Object.fromEntries(board.inputs.map(({ name, usual }) => [name, usual]))
  for (const [name, value] of Object.entries(others)) {
    const input = board.inputs.find((known) => known.name === name)
    if (input !== undefined) inputs[name] = numberIn(value, input)
    else {
      const codes = filterDimension(board, name, catalog)?.codes.map(({ code }) => code)
      if (codes === undefined) throw badFilter([...board.filters, ...board.inputs.map((known) => known.name)])
      const code = oneOf(value, codes)
      if (code !== undefined) filters[name] = code
    }
  }
  return { grain: grain as BoardChoice['grain'], filters, inputs }
}

/** A dimension that a board offers as a filter, as the first of its datasets that has it knows it. */
export function filterDimension(board: Board, name: string, { datasets }: Catalog): Dimension | undefined {
  if (!board.filters.includes(name)) return undefined
  const found = board.panels.map(({ dataset }) => datasets.get(dataset)?.dimensions.get(name))
  return found.find((dimension) => dimension !== undefined)
}

/** The filters of a choice that a panel's measure can be narrowed by. */
export function filtersFor({ dataset, ask }: BoardPanel, { filters }: BoardChoice, { datasets }: Catalog) {
  const measures = (ask['measure'] ?? '').split(',').map((name) => datasets.get(dataset)?.measures.get(name))
  const allowed = (name: string) => measures.every((measure) => measure?.dimensions.includes(name))
  return Object.fromEntries(Object.entries(filters).filter(([name]) => allowed(name) && ask[name] === undefined))
}

function numberIn(value: unknown, { least, most, usual }: Board['inputs'][number]): number {
  if (value === undefined || value === '') return usual
  const number = Number(value)
  if (typeof value === 'string' && number >= least && number <= most) return number
  throw badFilter([`${least} … ${most}`])
}

function oneOf(value: unknown, allowed: readonly string[]): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && allowed.includes(value)) return value
  throw badFilter(allowed)
}

function badFilter(allowed: readonly string[]): Refusal {
  return new Refusal('BAD_FILTER', 'The filters of the address do not fit.', { allowed })
}
