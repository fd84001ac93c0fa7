import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import {
  type Answer,
  type Calendar,
  type Catalog,
  datasetNamed,
  grains,
  type MeasurePart,
  monthOf,
  periodName,
} from '#warehouse'
import { describeAnswer } from '../formats/json.ts'
import { figureIn, type Table, type TableColumn, tableOf } from '../formats/table.ts'
import { componentId, dimensionsOf, reportingYear, total } from './components.ts'
import { periodOfStandard, startDay } from './reporting-year.ts'

/** One figure with its whole key and what stands with it; attributes that do not apply are absent. */
export interface Observation {
  /** The codes of `dimensionsOf` in their order. */
  readonly key: readonly string[]
  readonly period: string
  readonly value: number | null
  readonly attributes: Readonly<Record<string, string | number>>
}

const maxObservations = 500_000
const frequencies: Readonly<Record<string, string>> = { year: 'A', quarter: 'Q', month: 'M' }

/**
 * The figures of an answer as observations. SDMX has no name for a sum over several codes, for everything ever, or for a
 * change: such questions are refused with what to ask instead.
 *
 * @throws {@link Refusal} `NOT_IN_FORMAT`, `TOO_MANY_ROWS`
 */
export function observationsOf(answer: Answer, catalog: Catalog): readonly Observation[] {
  const table = tableOf(answer, catalog, 'en')
  requireNames(answer, table)
  const figures = table.figures.filter(({ role }) => role === 'figure')
  requireModest(answer.rows * figures.length)
  const keyOf = keyReader(answer, table, catalog)
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const rows = Array.from({ length: answer.rows }, (_, row) => row)
  return rows.flatMap((row) =>
    figures.map((figure): Observation => {
      const value = figure.read(row)
      const period = codeAt(table, time, row)
      const attributes = attributesOf(answer, table, { figure, row, period }, catalog)
      const written = periodOfStandard(period, catalog.jurisdiction)
      return {
        key: keyOf(row, figure.name),
        period: written,
        value: typeof value === 'number' ? value : null,
        attributes,
      }
    }),
  )
}

function requireNames({ question }: Answer, { dimensions }: Table): void {
  const isSplit = (name: string) => dimensions.some((dimension) => dimension.name === name)
  const [several] = Object.entries(question.where).find(([name, codes]) => codes.length > 1 && !isSplit(name)) ?? []
  if (!dimensions.some(({ isTime }) => isTime))
    throw notInFormat('by', 'An observation needs a period: add year, quarter or month to "by".', grains)
  if (several !== undefined)
    throw notInFormat('by', `SDMX has no code for several codes together: add ${several} to "by".`, [several])
  if (question.compare !== undefined)
    throw notInFormat('compare', 'Changes have no place in SDMX: ask for both periods.', [])
}

function requireModest(observations: number): void {
  if (observations <= maxObservations) return
  const advice = `A message has at most ${maxObservations} observations. Ask for a part with filters or a shorter period.`
  throw new Refusal('TOO_MANY_ROWS', advice, { parameter: 'by' })
}

/** The key of a row: its own codes, what was filtered by one code, the usual code of a switch, else the total. */
function keyReader({ question }: Answer, table: Table, catalog: Catalog): (row: number, measure: string) => string[] {
  const dataset = datasetNamed(question.dataset, catalog)
  const time = table.dimensions.find(({ isTime }) => isTime)
  const ids = dimensionsOf(dataset).map(({ id }) => id)
  const fixed = new Map<string, string>([
    ...Object.entries(dataset.switches).map(([name, code]): [string, string] => [componentId(name), code]),
    ...Object.entries(question.where).map(([name, [code = total]]): [string, string] => [componentId(name), code]),
    ['FREQ', frequencies[time?.name ?? ''] ?? 'A'],
  ])
  const places = new Map(table.dimensions.map(({ name }, index) => [componentId(name), index]))
  return (row, measure) =>
    ids.map((id) => {
      const place = places.get(id)
      if (id === 'MEASURE') return measure
      return place === undefined ? (fixed.get(id) ?? total) : codeAt(table, place, row)
    })
}

interface Place {
  readonly figure: TableColumn
  readonly row: number
  readonly period: string
}

function attributesOf(
  answer: Answer,
  table: Table,
  { figure, row, period }: Place,
  { jurisdiction: calendar }: Catalog,
): Observation['attributes'] {
  const detail = (part: MeasurePart) => {
    const cell = figureIn(table, figure.name, part)?.read(row)
    return typeof cell === 'number' ? cell : undefined
  }
  const status = statusOf({
    isShown: typeof figure.read(row) === 'number',
    isBreak: answer.breaks.some(({ on }) => isIn(on, period, calendar)),
    remarks: table.remarks.map(({ read }) => String(read(row))),
    isProvisional: answer.notes.includes('provisional'),
  })
  return defined({
    OBS_STATUS: status,
    CONF_STATUS: answer.level === 'public' ? (status === 'Q' ? 'A' : 'F') : 'N',
    UNIT_MEASURE: figure.unit ?? undefined,
    LOWER_BOUND: detail('lower'),
    UPPER_BOUND: detail('upper'),
    BASE_N: detail('n'),
    BAND_FROM: detail('band_from'),
    BAND_TO: detail('band_to'),
  })
}

/** What holds for a whole message. */
export function messageAttributesOf(answer: Answer, catalog: Catalog, language: Language): Record<string, string> {
  const about = describeAnswer(answer, catalog, language)
  return {
    RELEASE: about.release ?? about.generation ?? '',
    PERTURBED: about.method,
    COUNTING_RULE: about.rule,
    SOURCE: about.source,
    NOTES: about.notes.map(({ text }) => text).join(' '),
    [reportingYear.id]: startDay(catalog.jurisdiction),
  }
}

interface Seen {
  readonly isShown: boolean
  readonly isBreak: boolean
  readonly remarks: readonly string[]
  readonly isProvisional: boolean
}

/** One status of CL_OBS_STATUS: the one that a reader must know first. */
function statusOf({ isShown, isBreak, remarks, isProvisional }: Seen): string {
  if (!isShown) return 'Q'
  if (isBreak) return 'B'
  if (remarks.includes('unreliable')) return 'U'
  return isProvisional || remarks.includes('incomplete') ? 'P' : 'A'
}

/** Whether a day lies in a period such as 2021, 2021-Q4 or 2021-12. */
function isIn(day: string, period: string, calendar: Calendar): boolean {
  return grains.some((grain) => periodName(monthOf(day, calendar), grain, calendar) === period)
}

function codeAt({ dimensions, places }: Table, dimension: number, row: number): string {
  return dimensions[dimension]?.codes[places[dimension]?.[row] ?? 0]?.code ?? total
}

function defined(attributes: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function notInFormat(parameter: string, message: string, allowed: readonly string[]): Refusal {
  return new Refusal('NOT_IN_FORMAT', message, { parameter, allowed })
}
