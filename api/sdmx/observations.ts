import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { type Answer, type Catalog, datasetNamed, grains } from '#warehouse'
import { describeAnswer } from '../formats/json.ts'
import { type Table, tableOf } from '../formats/table.ts'
import { componentId, dimensionsOf, total } from './components.ts'

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
  const { question } = answer
  const dataset = datasetNamed(question.dataset, catalog)
  const table = tableOf(answer, catalog, 'en')
  const time = table.dimensions.findIndex(({ isTime }) => isTime)
  const several = Object.entries(question.where).find(
    ([name, codes]) => codes.length > 1 && !table.dimensions.some((dimension) => dimension.name === name),
  )
  if (time < 0) throw notInFormat('by', 'An observation needs a period: add year, quarter or month to "by".', grains)
  if (several !== undefined) {
    const [name] = several
    throw notInFormat('by', `SDMX has no code for several codes together: add ${name} to "by".`, [name])
  }
  if (question.compare !== undefined)
    throw notInFormat('compare', 'Changes have no place in SDMX: ask for both periods.', [])
  const figures = table.figures.filter(({ role }) => role === 'figure')
  if (answer.rows * figures.length > maxObservations) {
    const advice = `A message holds ${maxObservations} observations. Ask for a part with filters or a shorter period.`
    throw new Refusal('TOO_MANY_ROWS', advice, { parameter: 'by' })
  }
  const freq = frequencies[table.dimensions[time]?.name ?? ''] ?? 'A'
  const ids = dimensionsOf(dataset).map(({ id }) => id)
  const keyAt = (row: number, measure: string) => {
    const found = new Map<string, string>([
      ['FREQ', freq],
      ['MEASURE', measure],
      ...Object.entries(question.where).map(([name, [code = total]]): [string, string] => [componentId(name), code]),
      ...table.dimensions.map(({ name }, index): [string, string] => [componentId(name), codeAt(table, index, row)]),
    ])
    return ids.map((id) => found.get(id) ?? dataset.switches[id.toLowerCase()] ?? total)
  }
  const breaks = new Set(answer.breaks.map(({ on }) => on))
  const isProvisional = answer.notes.includes('provisional')
  return Array.from({ length: answer.rows }, (_, row) => row).flatMap((row) =>
    figures.map(({ name, unit, read }): Observation => {
      const value = read(row)
      const period = codeAt(table, time, row)
      const detail = (suffix: string) => {
        const cell = table.figures.find((known) => known.name === `${name}${suffix}`)?.read(row)
        return typeof cell === 'number' ? cell : undefined
      }
      const status = statusOf({
        isShown: typeof value === 'number',
        isBreak: [...breaks].some((on) => isIn(on, period)),
        remarks: table.remarks.map(({ read: remark }) => String(remark(row))),
        isProvisional,
      })
      return {
        key: keyAt(row, name),
        period,
        value: typeof value === 'number' ? value : null,
        attributes: defined({
          OBS_STATUS: status,
          CONF_STATUS: answer.level === 'public' ? (status === 'Q' ? 'A' : 'F') : 'N',
          UNIT_MEASURE: unit ?? undefined,
          LOWER_BOUND: detail('_lower'),
          UPPER_BOUND: detail('_upper'),
          BASE_N: detail('_n'),
        }),
      }
    }),
  )
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
function isIn(day: string, period: string): boolean {
  const quarter = `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
  return day.startsWith(period) || quarter === period
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
