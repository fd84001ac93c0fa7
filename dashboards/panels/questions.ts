import { datasetNamed } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import type { BoardChoice } from '../boards/board-choice.ts'
import { codeGroups } from '../boards/code-groups.ts'
import { filled, listedNames } from '../boards/placeholders.ts'
import { coverageOfFigures, lastWholeYear, type TwoYears } from '../boards/years.ts'
import type { AskedParameters, BoardContext } from './board-context.ts'

type Choosing = Pick<BoardContext, 'choice' | 'service' | 'edition'>

/** What a panel asks for a choice: with what stands for its placeholders, one finer where a part is open, up to its span. */
export function questionOf(panel: BoardPanel, context: Choosing): AskedParameters {
  const { choice } = context
  return clampedPeriod(panel, withDrillDown(panel, interpolated(panel.query, panel.dataset, context), choice), context)
}

/** The parts of a question with what stands for their placeholders: of the choice, and groups of codes. */
export function interpolated(asked: AskedParameters, dataset: string, context: Choosing): AskedParameters {
  const { choice, service } = context
  const { base, year } = yearsOf(context)
  const inputs = Object.entries(choice.inputs).map(([name, value]) => [name, String(value)])
  const values = { grain: choice.grain, year: String(year), base: String(base), ...Object.fromEntries(inputs) }
  const groupsOf = (dimension: string) => codeGroups(datasetNamed(dataset, service.catalog), dimension)
  return Object.fromEntries(
    Object.entries(asked).map(([name, text]) => [name, filled(text, { ...joined(groupsOf(name)), ...values })]),
  )
}

function joined(groups: Readonly<Record<string, readonly string[]>>): AskedParameters {
  return Object.fromEntries(Object.entries(groups).map(([name, codes]) => [name, codes.join(',')]))
}

/** The two years of a choice; else the base year and the last whole one. */
export function yearsOf({ choice, service, edition }: Choosing): TwoYears {
  if (choice.years !== undefined) return choice.years
  const { baseYear: base, ...calendar } = service.catalog.jurisdiction
  const to = choice.span?.end ?? coverageOfFigures(edition.coverages)?.to
  return { base, year: to === undefined ? base : lastWholeYear({ to }, calendar) }
}

/** Of one section its parts. */
function withDrillDown(
  { drill_down: drill }: BoardPanel,
  parameters: AskedParameters,
  { filters }: BoardChoice,
): AskedParameters {
  const isOpen = drill !== undefined && filters[parameters['by'] ?? ''] !== undefined
  return isOpen ? { ...parameters, by: drill } : parameters
}

/** A series that has no time of its own shows the periods of the choice; a method looks back as far as there are figures. */
function clampedPeriod(
  { method, includes_future: ahead }: BoardPanel,
  parameters: AskedParameters,
  { choice: { span }, service }: Choosing,
): AskedParameters {
  const by = listedNames(parameters['by'] ?? '')
  if (span === undefined || parameters['to'] !== undefined) return parameters
  const isBegun = method !== undefined || parameters['from'] !== undefined
  if (by.includes('quarter'))
    return { ...parameters, ...(isBegun ? {} : { from: span.from }), ...(ahead ? {} : { to: span.to }) }
  return by.includes('year')
    ? { ...parameters, to: String(lastWholeYear({ to: span.end }, service.catalog.jurisdiction)) }
    : parameters
}
