import type { JsonAnswer } from '#api'
import type { Language } from '#jurisdictions'
import { type Catalog, type Dataset, datasetNamed, grains } from '#warehouse'
import type { ChartRow, PeriodGrain, Shape } from '../charts/index.ts'
import { numberIn } from '../pages/rows.ts'

/** The shape of an answer with one measure, for charts and tables of it. */
export interface AnswerShape extends Shape {
  readonly time: PeriodGrain | undefined
  readonly unit: string | null
  readonly isCount: boolean
  /** Of a median of counts in bands: the words for the band in which it lies. */
  readonly bandOf?: ((row: ChartRow) => string | undefined) | undefined
}

/** @param rowsName - under which the rows are attached */
export function shapeOf(
  answer: JsonAnswer,
  catalog: Catalog,
  language: Language,
  rowsName: string,
  drawn: 'value' | 'change' = 'value',
): AnswerShape {
  const dataset = datasetNamed(answer.dataset, catalog)
  const names = answer.columns.map(({ name }) => name)
  const measure = names.find((name) => dataset.measures.has(name)) ?? ''
  const keys = names.slice(0, names.indexOf(measure))
  const time = keys.find((key) => grains.some((grain) => grain === key)) as PeriodGrain | undefined
  const dimensions = keys
    .filter((key) => key !== time)
    .map((name) => {
      const seen = new Set(answer.rows.map((row) => row[names.indexOf(name)]))
      const { label, codes = [] } = dataset.dimensions.get(name) ?? {}
      const present = codes.filter(({ code }) => seen.has(code))
      return {
        name,
        label: label?.[language] ?? name,
        codes: present.map((code) => ({ code: code.code, label: code.label[language] })),
      }
    })
  const figure = drawn === 'change' ? `${measure}_change` : measure
  const column = answer.columns[names.indexOf(figure)]
  const unit = column?.unit ?? null
  const form = dataset.measures.get(measure)?.form ?? {}
  const isCount = 'count' in form && drawn === 'value'
  const shown = answer.rows.filter((row) => row[names.indexOf(figure)] !== null)
  const hasFew = shown.some((row) => row.includes('unreliable'))
  return {
    data: { name: rowsName },
    time,
    dimensions,
    unit,
    isCount,
    bandOf: names.includes(`${figure}_band_from`) ? bandReader(figure, form, dataset, language) : undefined,
    hasUnsure: hasFew || shown.some((row) => row.includes('incomplete')),
    hasFew,
    figure: { name: figure, label: column?.label ?? measure, format: formatFor(unit, isCount) },
    bounds: names.includes(`${figure}_lower`)
      ? { lower: `${figure}_lower`, upper: `${figure}_upper`, label: boundsLabel[language] }
      : undefined,
  }
}

function bandReader(figure: string, form: object, { dimensions }: Dataset, language: Language) {
  const codes = 'bands' in form ? (dimensions.get(String(form.bands))?.codes ?? []) : []
  return (row: ChartRow): string | undefined => {
    const [from, to] = [numberIn(row, `${figure}_band_from`), numberIn(row, `${figure}_band_to`)]
    if (from === null || to === null) return undefined
    const held = codes.filter((code) => (code.from ?? -1) >= from && (code.to ?? Infinity) <= to)
    return held.map(({ label }) => label[language]).join('; ')
  }
}

const boundsLabel: Readonly<Record<Language, string>> = { ky: 'аралык', ru: 'интервал', en: 'interval' }

function formatFor(unit: string | null, isCount: boolean): string {
  if (unit === 'share') return ',.0%'
  if (unit === 'growth') return '+,.0%'
  return isCount ? ',d' : ',.2~f'
}
