import type { Text } from '#jurisdictions'
import { columnName, type MeasurePart, type RemarkName } from '../../catalog/answer-columns.ts'
import { type ColumnVector, codeColumn } from '../../columns/typed-column.ts'
import type { Plan } from './plan.ts'

/** What a column is to its row: a part of the key, the figure itself, something that belongs to a figure, or a remark. */
export type ColumnRole = 'dimension' | 'time' | 'figure' | 'detail' | 'remark'

/** What a column of an answer means. */
export interface ColumnMeaning {
  readonly name: string
  readonly role: ColumnRole
  readonly unit: string | null
  readonly label: Text
  /** Of figures and details: the measure that they belong to, and which part of it they are. */
  readonly measure?: string
  readonly part?: MeasurePart
}

/** A column together with its meaning, which it has from where it is made. */
export interface AnswerColumn {
  readonly column: ColumnVector
  readonly meaning: ColumnMeaning
}

const remarks: Readonly<Record<RemarkName, Text>> = {
  period_status: { en: 'Status of the period', ru: 'Статус периода', ky: 'Мезгилдин абалы' },
  comparison: { en: 'Comparison', ru: 'Сравнение', ky: 'Салыштыруу' },
  reliability: { en: 'Reliability', ru: 'Надёжность', ky: 'Ишенимдүүлүк' },
}

const lower: Text = { en: 'lower bound', ru: 'нижняя граница', ky: 'төмөнкү чек' }
const upper: Text = { en: 'upper bound', ru: 'верхняя граница', ky: 'жогорку чек' }
const band: Text = { en: 'band', ru: 'интервал срока', ky: 'мөөнөт тилкеси' }
const from: Text = { en: 'from', ru: 'от', ky: 'башы' }
const under: Text = { en: 'to under', ru: 'до (не включая)', ky: 'чейин (өзү кирбейт)' }
const change: Text = { en: 'change', ru: 'изменение', ky: 'өзгөрүү' }
const details: Readonly<Record<MeasurePart, readonly Text[]>> = {
  value: [],
  lower: [lower],
  upper: [upper],
  band_from: [band, from],
  band_to: [band, under],
  n: [{ en: 'of how many', ru: 'от какого числа', ky: 'канчанын ичинен' }],
  before: [{ en: 'before', ru: 'ранее', ky: 'мурда' }],
  change: [change],
  change_lower: [change, lower],
  change_upper: [change, upper],
}
const changes: readonly MeasurePart[] = ['change', 'change_lower', 'change_upper']

export function meaningOfDimension({ name, grain, label }: Plan['dimensions'][number]): ColumnMeaning {
  return { name, role: grain === undefined ? 'dimension' : 'time', unit: null, label }
}

export function remarkColumn(name: RemarkName, codes: readonly string[]): AnswerColumn {
  const meaning = { name, role: 'remark', unit: null, label: remarks[name] } as const
  return { column: codeColumn(name, codes), meaning }
}

export function meaningOfPart(measure: Plan['measures'][number], part: MeasurePart, plan: Plan): ColumnMeaning {
  const counted = unitCounted(plan)
  return {
    name: columnName(measure.name, part),
    role: part === 'value' ? 'figure' : 'detail',
    unit: part === 'n' ? (counted ?? 'persons') : unitOf(part, measure, counted),
    label: joined([measure.label, ...details[part]]),
    measure: measure.name,
    part,
  }
}

/** What a dataset counts whose unit is a switch: that of the question, or units of several kinds. */
function unitCounted({ dataset, where }: Plan): string | undefined {
  if (dataset.switches['unit'] === undefined) return undefined
  const [asked, ...others] = where['unit'] ?? []
  return asked === undefined || others.length > 0 ? 'units' : (countedAs[asked] ?? 'units')
}

/** By the codes of the switch. A person counts once a year there, and is a person all the same. */
const countedAs: Readonly<Record<string, string>> = {
  person: 'persons',
  person_year: 'persons',
  case: 'cases',
  charge: 'charges',
  sanction: 'sanctions',
}

function unitOf(part: MeasurePart, { form, unit }: Plan['measures'][number], counted: string | undefined): string {
  if (!changes.includes(part)) return 'count' in form ? (counted ?? unit) : unit
  return 'count' in form || unit === 'ratio' || unit === 'rate' ? 'growth' : unit
}

function joined(texts: readonly Text[]): Text {
  const said = (language: keyof Text) => texts.map((text) => text[language]).join(', ')
  return { ky: said('ky'), ru: said('ru'), en: said('en') }
}
