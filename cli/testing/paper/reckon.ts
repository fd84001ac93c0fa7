import { groupBy } from './groups.ts'
import type { CountedUnits, Reckoning } from './measures.ts'
import { type Unit, unitsOf } from './units.ts'

/** Figures by the codes of their group, joined by commas; no figure is `null`. */
export type PaperFigures = ReadonlyMap<string, number | null>

const stocks = ['custody_stock', 'supervision_stock', 'staffing_posts', 'staffing_vacancies']
const switches = ['unit', 'rule', 'placement', 'stage', 'view']
const tables = new Map<string, readonly Unit[]>()

/** What paper says to a question. */
export function reckon(reckoning: Reckoning, by: readonly string[]): PaperFigures {
  if ('count' in reckoning) return new Map([...groups(reckoning.count, by)].map(([key, units]) => [key, sum(units)]))
  if ('median' in reckoning) return figures(groups(reckoning.median, by), (units) => median(units))
  if ('share' in reckoning) return ratio(reckoning.share, reckoning.of, by)
  if ('odds' in reckoning) return ratio(reckoning.odds, reckoning.against, by)
  if ('places' in reckoning) return figures(groups(reckoning.ofPlaces, by), (units) => sum(units) / reckoning.places)
  return rate(reckoning, by)
}

const figures = (from: ReadonlyMap<string, readonly Unit[]>, figure: (units: readonly Unit[]) => number | null) =>
  new Map([...from].map(([key, units]) => [key, figure(units)]))
const sum = (units: readonly Unit[] = []) => units.reduce((total, unit) => total + Number(unit['persons']), 0)

function ratio(part: CountedUnits, whole: CountedUnits, by: readonly string[]): PaperFigures {
  const parts = groups(part, by)
  return new Map([...groups(whole, by)].map(([key, units]) => [key, sum(parts.get(key)) / sum(units)]))
}

function median(units: readonly Unit[]): number | null {
  const lengths = units.map((unit) => unit['months'] ?? '').filter((months) => months !== '')
  const sorted = lengths.map(Number).sort((one, other) => one - other)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** A rate of both years is one of a year. Where a year has no denominator, there is none. */
function rate(
  { rate: part, of, per, mean }: Extract<Reckoning, { rate: CountedUnits }>,
  by: readonly string[],
): PaperFigures {
  const isTimed = ['month', 'quarter', 'year'].some((name) => by.includes(name))
  const wider = isTimed ? [...new Set([...by, 'year'])] : by
  const shared = wider.filter((name) => unitsIn(of).some((unit) => name in unit))
  const below = groups(of, shared, mean)
  const years = isTimed ? 1 : 2
  return figures(groups(part, by), (units) => {
    const known = below.get(shared.map((name) => units[0]?.[name]).join(',')) ?? []
    if (mean) return known.length === 0 ? null : sum(units) / years / (sum(known) / quartersIn(by))
    if (new Set(known.map((unit) => unit['year'])).size < years) return null
    return (sum(units) / sum(known)) * per
  })
}

/** Of the two years on paper: a quarter in which no post was held counts too. */
const quartersIn = (by: readonly string[]) => (by.includes('quarter') ? 1 : by.includes('year') ? 4 : 8)

function groups(counted: CountedUnits, by: readonly string[], all = false): ReadonlyMap<string, readonly Unit[]> {
  const defaulted = switches.filter((name) => !by.includes(name))
  const defaults = { unit: 'person', rule: 'severest', placement: 'own', stage: 'latest', view: 'recorded' } as Unit
  const atYearEnd = !all && stocks.includes(counted.table) && !by.includes('quarter') && by.includes('year')
  const units = unitsIn(counted)
    .filter((unit) => !atYearEnd || unit['quarter']?.endsWith('Q4'))
    .filter((unit) => counted.table !== 'sentences_units' || defaulted.every((name) => unit[name] === defaults[name]))
  return groupBy(units, (unit) => by.map((name) => unit[name]).join(','))
}

function unitsIn({ table, where }: CountedUnits): readonly Unit[] {
  const units = tables.get(table) ?? unitsOf(table)
  tables.set(table, units)
  return units.filter(where)
}
