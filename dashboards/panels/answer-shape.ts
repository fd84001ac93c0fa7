import type { JsonAnswer } from '#api'
import type { Language } from '#jurisdictions'
import {
  type Calendar,
  type Catalog,
  columnName,
  type Dataset,
  datasetNamed,
  grains,
  type MeasurePart,
} from '#warehouse'
import { type ChartRow, colourOf, type PeriodGrain } from '../charts/index.ts'
import { numberIn } from './rows.ts'

/** A dimension of the rows with the names of its codes, in the order in which people should see them. */
export interface ShapeDimension {
  readonly name: string
  readonly label: string
  readonly codes: readonly { readonly code: string; readonly label: string; readonly colour: string }[]
}

/** The shape of an answer with one measure, for the models and tables of it. */
export interface AnswerShape {
  /** In which month its years begin. */
  readonly calendar: Calendar
  readonly time: PeriodGrain | undefined
  readonly dimensions: readonly ShapeDimension[]
  readonly figure: { readonly name: string; readonly label: string }
  /** The columns of the bounds of the figure. */
  readonly bounds: { readonly lower: string; readonly upper: string } | undefined
  readonly boundsLabel: string
  /** The column that says of how many the figure is. */
  readonly totals: string | undefined
  readonly unit: string | null
  readonly isCount: boolean
  /** Whether a row that is not there is one of nobody: a count of zero. */
  readonly hasAllRows: boolean
  /** Of a median of counts in bands: the words for the band in which it lies. */
  readonly bandOf?: ((row: ChartRow) => string | undefined) | undefined
}

/** @param drawn - the measure, or its change where the question compares */
export function shapeOf(
  answer: JsonAnswer,
  catalog: Catalog,
  language: Language,
  drawn: 'value' | 'change' = 'value',
): AnswerShape {
  const dataset = datasetNamed(answer.dataset, catalog)
  const names = answer.columns.map(({ name }) => name)
  const measure = names.find((name) => dataset.measures.has(name)) ?? ''
  const keys = names.slice(0, names.indexOf(measure))
  const time = keys.find((key) => grains.some((grain) => grain === key)) as PeriodGrain | undefined
  const figure = columnName(measure, drawn)
  const has = (part: MeasurePart) => names.includes(columnName(measure, part))
  const [lower, upper] =
    drawn === 'change' ? (['change_lower', 'change_upper'] as const) : (['lower', 'upper'] as const)
  const column = answer.columns[names.indexOf(figure)]
  const form = dataset.measures.get(measure)?.form ?? {}
  return {
    calendar: catalog.jurisdiction,
    time,
    dimensions: keys.filter((key) => key !== time).map((key) => dimensionOf(key, answer, dataset, language)),
    unit: column?.unit ?? null,
    isCount: 'count' in form && drawn === 'value',
    hasAllRows: !answer.notes.some(({ code }) => code === 'absent_noisy' || code === 'left_out'),
    bandOf: drawn === 'value' && has('band_from') ? bandReader(measure, form, dataset, language) : undefined,
    figure: { name: figure, label: column?.label ?? measure },
    bounds: has(lower) ? { lower: columnName(measure, lower), upper: columnName(measure, upper) } : undefined,
    totals: drawn === 'value' && has('n') ? columnName(measure, 'n') : undefined,
    boundsLabel: boundsLabel[language],
  }
}

/** The codes that an answer has rows for; each has the colour of its place among all codes. */
function dimensionOf(
  name: string,
  { columns, rows }: JsonAnswer,
  { dimensions }: Dataset,
  language: Language,
): ShapeDimension {
  const at = columns.findIndex((column) => column.name === name)
  const seen = new Set(rows.map((row) => row[at]))
  const { label, codes = [] } = dimensions.get(name) ?? {}
  const all = codes.map(({ code, label: own }, place) => ({
    code,
    label: own[language],
    colour: colourOf(code, place),
  }))
  return { name, label: label?.[language] ?? name, codes: all.filter(({ code }) => seen.has(code)) }
}

function bandReader(measure: string, form: object, { dimensions }: Dataset, language: Language) {
  const codes = 'bands' in form ? (dimensions.get(String(form.bands))?.codes ?? []) : []
  return (row: ChartRow): string | undefined => {
    const [from, to] = (['band_from', 'band_to'] as const).map((part) => numberIn(row, columnName(measure, part)))
    if (from == null || to == null) return undefined
    const within = codes.filter((code) => (code.from ?? -1) >= from && (code.to ?? Infinity) <= to)
    return within.map(({ label }) => label[language]).join('; ')
  }
}

const boundsLabel: Readonly<Record<Language, string>> = { ky: 'аралык', ru: 'интервал', en: 'interval' }
